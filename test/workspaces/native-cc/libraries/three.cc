int three() { return 0; }
