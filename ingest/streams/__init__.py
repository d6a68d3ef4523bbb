"""One file per stream: its fields as a typed struct, and how its records become rows."""
