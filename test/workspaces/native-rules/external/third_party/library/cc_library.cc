int external() { return 4; }
