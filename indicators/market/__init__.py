"""市场监管与信用: one file per indicator."""
