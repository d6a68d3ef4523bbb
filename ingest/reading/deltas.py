"""Readings as what they add to the rollups: partial rows by area and minute, and by source and hour."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from core.columns import Column
from core.partials import joined, starts

if TYPE_CHECKING:
    from ingest.reading.readings import Readings

MINUTE_US = 60_000_000
HOUR_US = 60 * MINUTE_US


def minutes(rows: Readings) -> dict[str, Column]:
    """By area and minute, of rows in the order of series and time."""
    parts = _by_series(rows, MINUTE_US)
    return joined(parts | {"source_no": np.zeros_like(parts["source_no"])})


def hours(rows: Readings) -> dict[str, Column]:
    """By source and hour, of rows in the order of series and time; a source that moved has one for each area it was in."""
    return _by_series(rows, HOUR_US)


def _by_series(rows: Readings, width_us: int) -> dict[str, Column]:
    bucket = rows.counted_us // width_us
    begins = starts(rows.source_no, rows.metric_no, rows.area_no, bucket)
    ends = np.append(begins[1:], len(bucket)) - 1
    return {
        "bucket_at": bucket[begins] * width_us,
        "metric_no": rows.metric_no[begins],
        "area_no": rows.area_no[begins],
        "source_no": rows.source_no[begins],
        "n": ends - begins + 1,
        "sum": np.add.reduceat(rows.value, begins),
        "min": np.minimum.reduceat(rows.value, begins),
        "max": np.maximum.reduceat(rows.value, begins),
        "last": rows.value[ends],
        "last_at": rows.at_us[ends],
    }
