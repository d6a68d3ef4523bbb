"""Rollups, indicators and their values: `refresh` folds rows, `compute` turns them into numbers."""
