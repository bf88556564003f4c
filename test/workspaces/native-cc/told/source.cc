int source() { return 0; }
