int custom();
