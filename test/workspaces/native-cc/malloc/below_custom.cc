int below_custom() { return 0; }
