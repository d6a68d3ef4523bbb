"""What follows from new readings in the same transaction: newest values, and how the rollups learn of them.

A reading that is newer than everything of its series, and the only one of its moment, adds to the rollups: it goes to ing.delta_batch.
Any other one may replace a value that was counted: its minute is marked, and the refresh computes it anew from raw.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from core.columns import Array, Ints, arrays, at
from core.partials import TYPES
from ingest.native import Truths
from ingest.reading.deltas import MINUTE_US, hours, minutes
from ingest.reading.readings import MISSING, Readings
from ingest.reading.series import Newest, Split, split
from ingest.sink import Transaction

_LATEST = {
    "source_no": "int4", "metric_no": "int2", "observed_at": "timestamptz", "value": "float8", "quality": "int2",
}  # fmt: skip
_ADVANCED = {**_LATEST, "previous_at": "timestamptz"}
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
        _add(tx, rows if adds.all() else rows.take(adds))
    _dirty(tx, rows.take(~adds))


def _latest(tx: Transaction, newest: Newest, found: Split, known_us: Ints) -> Truths:
    """One upsert per series; False for a series that moved on without this worker."""
    last = found.newest
    moved = ahead = last.at_us > known_us
    if ahead.any():
        moved = ahead & _advanced(tx, found.series, last, known_us, ahead)
    lost = ahead & ~moved
    newest.forget(found.series[lost].tolist())
    if not moved.all():
        tx.later("upsert_latest", **_columns(_LATEST, last.take(~moved)))
    tx.on_commit(partial(newest.advance, found.series[moved].tolist(), last.at_us[moved].tolist()))
    return ~lost


def _advanced(tx: Transaction, series: Ints, last: Readings, known_us: Ints, ahead: Truths) -> Truths:
    """Compare-and-set of the newest times: the cache may be wrong, the rollups may not."""
    given = _columns(_ADVANCED, last.take(ahead), previous_at=known_us[ahead])
    moved = tx.rows("advance_latest", **given)[0]["series"]
    return ahead if moved is None else np.isin(series, moved)


def _columns(types: dict[str, str], rows: Readings, **more: Ints) -> dict[str, Array]:
    own = {name: getattr(rows, name) for name in _LATEST if name != "observed_at"}
    return arrays(types, own | {"observed_at": rows.at_us} | more)


def _add(tx: Transaction, rows: Readings) -> None:
    for by_source, parts in ((False, minutes(rows)), (True, hours(rows))):
        tx.later("add_deltas", by_source=by_source, deltas_n=len(parts["n"]), **arrays(TYPES, parts))


def _dirty(tx: Transaction, rows: Readings) -> None:
    if len(rows) == 0:
        return
    marks = np.unique(rows.metric_no << _MINUTE_BITS | rows.at_us // MINUTE_US)
    measures = [rows.metrics[metric] for metric in (marks >> _MINUTE_BITS).tolist()]
    times = [at(minute * MINUTE_US) for minute in (marks & ((1 << _MINUTE_BITS) - 1)).tolist()]
    tx.later("mark_dirty", family="iot.reading", measures=measures, minutes=times)
