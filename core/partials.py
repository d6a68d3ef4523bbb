"""Partial rows of rollups as columns: what some readings add to a bucket. Those of one bucket are joined to one."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from core.columns import Column, Ints

Columns = Mapping[str, Column]
# `n` readings with their sum and extremes; `last` is the newest, of `last_at`.
TYPES = {
    "bucket_at": "timestamptz", "last_at": "timestamptz", "sum": "float8", "min": "float8", "max": "float8",
    "last": "float8", "n": "int4", "area_no": "int4", "source_no": "int4", "metric_no": "int2",
}  # fmt: skip
KEY = ("metric_no", "bucket_at", "area_no", "source_no")


def joined(parts: Columns) -> dict[str, Column]:
    """One row for each key, in its order; times in microseconds."""
    order = np.lexsort((parts["last_at"], *(parts[name] for name in reversed(KEY))))
    rows = {name: parts[name][order] for name in TYPES}
    begins = starts(*(rows[name] for name in KEY))
    ends = np.append(begins[1:], len(order)) - 1
    return {
        **{name: rows[name][begins] for name in KEY},
        **{name: rows[name][ends] for name in ("last", "last_at")},
        "n": np.add.reduceat(rows["n"], begins),
        "sum": np.add.reduceat(rows["sum"], begins),
        "min": np.minimum.reduceat(rows["min"], begins),
        "max": np.maximum.reduceat(rows["max"], begins),
    }


def starts(*columns: Column) -> Ints:
    """Where a row differs from the one before."""
    changed = np.zeros(len(columns[0]) - 1, np.bool_)
    for column in columns:
        changed |= column[1:] != column[:-1]
    return np.flatnonzero(np.append(True, changed))
