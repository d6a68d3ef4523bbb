"""生态环境: one file per indicator."""
