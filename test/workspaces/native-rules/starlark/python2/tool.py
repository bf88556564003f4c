# tool
