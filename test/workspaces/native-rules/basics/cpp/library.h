int library();
