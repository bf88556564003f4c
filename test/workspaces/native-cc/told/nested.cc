int nested() { return 0; }
