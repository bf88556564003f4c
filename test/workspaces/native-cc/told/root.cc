int root() { return 0; }
