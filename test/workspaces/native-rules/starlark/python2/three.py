# three
