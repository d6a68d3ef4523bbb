"""Map layers: rows in, deck.gl specs out. One file each; files that start with `_` are what they share."""
