"""市政设施: one file per indicator."""
