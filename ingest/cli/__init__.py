"""`python -m ingest`: a file for each group of commands."""
