int two() { return 0; }
