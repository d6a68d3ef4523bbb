"""12345热线: one file per indicator."""
