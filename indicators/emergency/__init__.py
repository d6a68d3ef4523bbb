"""应急与城市安全: one file per indicator."""
