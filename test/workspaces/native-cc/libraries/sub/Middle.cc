int other_middle() { return 0; }
