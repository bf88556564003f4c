int one() { return 0; }
