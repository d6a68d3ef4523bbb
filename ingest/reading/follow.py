"""What follows from new readings in the same transaction: newest values, and how the rollups learn of them.

A reading that is newer than everything of its series, and the only one of its moment, adds to the rollups: it goes to ing.delta.
Any other one may replace a value that was counted: its minute is marked, and the refresh computes it anew from raw.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from ingest.binary import Column, Ints, at, encode
from ingest.reading.deltas import DELTA, MINUTE_US, deltas
from ingest.reading.readings import MISSING, Readings
from ingest.reading.series import UNKNOWN, Newest, Split, split
from ingest.sink import Transaction

_LATEST = ("source_no", "metric_no", "at_us", "value", "quality")
_MINUTE_BITS = 32


def follow(tx: Transaction, newest: Newest, new: Readings) -> None:
    real = new.take(new.quality != MISSING)  # a missing value is never the newest one, and counts nowhere
    if len(real) == 0:
        return
    found = split(real)
    known_us = newest.of(tx, found.series.tolist())
    ours = _latest(tx, newest, found, known_us)
    rows = found.rows
    adds = found.alone & found.spread(ours) & (rows.at_us > found.spread(known_us)) & (rows.area_no >= 0)
    if adds.any():
        tx.copy("copy_delta", encode(DELTA, deltas(rows if adds.all() else rows.take(adds))))
    _dirty(tx, rows.take(~adds))


def _latest(tx: Transaction, newest: Newest, found: Split, known_us: Ints) -> Column:
    """One upsert per series; False for a series that moved on without this worker."""
    last = found.newest
    ahead = last.at_us > known_us
    moved = np.isin(found.series, _advance(tx, last.take(ahead), known_us[ahead]))
    lost = ahead & ~moved
    newest.forget(found.series[lost].tolist())
    if not moved.all():
        tx.later("upsert_latest", **_columns(last.take(~moved)))
    tx.on_commit(partial(newest.advance, found.series[moved].tolist(), last.at_us[moved].tolist()))
    return ~lost


def _advance(tx: Transaction, last: Readings, known_us: Ints) -> list[int]:
    """Compare-and-set of the newest times: the cache may be wrong, the rollups may not. Answers the series that were set."""
    if len(last) == 0:
        return []
    expected = [None if us == UNKNOWN else us for us in known_us.tolist()]
    series: list[int] = tx.rows("advance_latest", **_columns(last), expected_us=expected)[0]["series"]
    return series


def _columns(rows: Readings) -> dict[str, list[float]]:
    return {name: getattr(rows, name).tolist() for name in _LATEST}


def _dirty(tx: Transaction, rows: Readings) -> None:
    if len(rows) == 0:
        return
    marks = np.unique(rows.metric_no << _MINUTE_BITS | rows.at_us // MINUTE_US)
    measures = [rows.metrics[metric] for metric in (marks >> _MINUTE_BITS).tolist()]
    minutes = [at(minute * MINUTE_US) for minute in (marks & ((1 << _MINUTE_BITS) - 1)).tolist()]
    tx.later("mark_dirty", family="iot.reading", measures=measures, minutes=minutes)
