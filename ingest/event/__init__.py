"""Streams of few records: each id once, with its content."""
