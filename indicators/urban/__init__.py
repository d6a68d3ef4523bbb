"""城市管理: one file per indicator."""
