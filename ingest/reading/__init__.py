"""Readings: from records to columns to rows."""
