int made() { return 0; }
