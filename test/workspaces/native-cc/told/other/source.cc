int other_source() { return 0; }
