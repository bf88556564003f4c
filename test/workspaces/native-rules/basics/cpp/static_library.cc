int static_library() { return 3; }
