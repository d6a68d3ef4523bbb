"""交通与停车: one file per indicator."""
