int five() { return 0; }
