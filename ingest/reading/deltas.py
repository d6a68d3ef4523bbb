"""Readings as what they add to the rollups: partial rows by area and minute, and by source and hour."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ingest.binary import Column, Ints

if TYPE_CHECKING:
    from ingest.reading.readings import Readings

MINUTE_US = 60_000_000
HOUR_US = 60 * MINUTE_US
DELTA = {
    "bucket_at": "timestamptz", "last_at": "timestamptz", "sum": "float8", "min": "float8", "max": "float8",
    "last": "float8", "n": "int4", "area_no": "int4", "source_no": "int4", "metric_no": "int2",
}  # fmt: skip
Columns = dict[str, Column]


def deltas(rows: Readings) -> Columns:
    """Of rows in the order of series and time."""
    minutes, hours = _by_area(_by_series(rows, MINUTE_US)), _by_series(rows, HOUR_US)
    return {name: np.concatenate((minutes[name], hours[name])) for name in DELTA}


def _by_series(rows: Readings, width_us: int) -> Columns:
    """One partial row for each series and bucket; a source that moved has one for each area it was in."""
    bucket = rows.counted_us // width_us
    starts = _starts(rows.source_no, rows.metric_no, rows.area_no, bucket)
    ends = np.append(starts[1:], len(bucket)) - 1
    return {
        "bucket_at": bucket[starts] * width_us,
        "metric_no": rows.metric_no[starts],
        "area_no": rows.area_no[starts],
        "source_no": rows.source_no[starts],
        "n": ends - starts + 1,
        "sum": np.add.reduceat(rows.value, starts),
        "min": np.minimum.reduceat(rows.value, starts),
        "max": np.maximum.reduceat(rows.value, starts),
        "last": rows.value[ends],
        "last_at": rows.at_us[ends],
    }


def _by_area(parts: Columns) -> Columns:
    order = np.lexsort((parts["last_at"], parts["bucket_at"], parts["area_no"], parts["metric_no"]))
    sorted_ = {name: column[order] for name, column in parts.items()}
    starts = _starts(sorted_["metric_no"], sorted_["area_no"], sorted_["bucket_at"])
    ends = np.append(starts[1:], len(order)) - 1
    key = {name: sorted_[name][starts] for name in ("bucket_at", "metric_no", "area_no")}
    newest = {name: sorted_[name][ends] for name in ("last", "last_at")}
    return (
        key
        | newest
        | {
            "source_no": np.zeros(len(starts), np.int64),
            "n": np.add.reduceat(sorted_["n"], starts),
            "sum": np.add.reduceat(sorted_["sum"], starts),
            "min": np.minimum.reduceat(sorted_["min"], starts),
            "max": np.maximum.reduceat(sorted_["max"], starts),
        }
    )


def _starts(*columns: Column) -> Ints:
    """Where a row differs from the one before."""
    changed = np.zeros(len(columns[0]) - 1, np.bool_)
    for column in columns:
        changed |= column[1:] != column[:-1]
    return np.flatnonzero(np.append(True, changed))
