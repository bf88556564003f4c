int above() { return 0; }
