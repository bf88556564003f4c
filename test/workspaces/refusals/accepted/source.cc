int shared() { return 1; }
