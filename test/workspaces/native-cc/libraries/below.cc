int below() { return 0; }
