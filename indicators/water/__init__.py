"""智慧水利与气象: one file per indicator."""
