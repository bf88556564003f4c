int four() { return 0; }
