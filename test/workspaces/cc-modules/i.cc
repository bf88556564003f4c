int i() { return 0; }
