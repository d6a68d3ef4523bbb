"""经济大脑: one file per indicator."""
