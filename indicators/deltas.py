"""What the ingest adds to the rollups of readings, without a look at raw."""

from __future__ import annotations

import time
from collections.abc import Iterable
from zoneinfo import ZoneInfo

import numpy as np

from core import clock
from core.columns import Array, arrays, at, column
from core.model import Grain
from core.partials import TYPES, Columns, joined, starts
from core.store import Session, sql
from indicators.fold import STEP, Span
from indicators.rollups import PRODUCTS, READINGS, of_family
from indicators.throttle import Rests

LIMIT = 400_000
SLICE = 2_000  # rows of a rollup at a time
_MARK = {"metric_no": TYPES["metric_no"], "bucket_at": TYPES["bucket_at"]}


def add_minutes(session: Session, zone: ZoneInfo, rests: Rests) -> int:
    """Deltas by area and minute into all grains; answers how many there were, about LIMIT at most."""
    taken_n, minutes = _take(session, by_source=False)
    if taken_n:
        metrics = sorted(set().union(*(f.when for f in of_family(READINGS))))
        session.run(sql("compute_add_products"), {"family": PRODUCTS, "metrics": metrics, **_marks(minutes)})
        _changed(session, minutes, by_source=False)
        _add(session, "minute", minutes, rests)
        hours = _coarser(minutes, "hour", zone)
        _add(session, "hour", hours, rests)
        _add(session, "day", _coarser(hours, "day", zone), rests)
    return taken_n


def add_hours(session: Session, zone: ZoneInfo, rests: Rests) -> int:
    """Deltas by source and hour."""
    taken_n, hours = _take(session, by_source=True)
    if taken_n:
        _changed(session, hours, by_source=True)
        _add(session, "hour", hours, rests)
        _add(session, "day", _coarser(hours, "day", zone), rests)
    return taken_n


def drop(session: Session, metrics: Iterable[str], span: Span, by_source: bool) -> None:
    """Those of buckets that are computed anew from raw."""
    given = {"metrics": sorted(metrics), "first": span.first_at, "until": span.until_at, "by_source": by_source}
    session.run(sql("compute_drop_deltas"), given)


def _take(session: Session, by_source: bool) -> tuple[int, Columns]:
    """How many deltas, and their sums; no database joins half a million rows as fast as numpy does."""
    batches = session.read_binary("compute_take_deltas", by_source=by_source, limit=LIMIT)
    if not batches:
        return 0, {}
    taken = {name: np.concatenate([column(kind, batch[name]) for batch in batches]) for name, kind in TYPES.items()}
    return len(taken["n"]), joined(taken)


def _add(session: Session, grain: str, parts: Columns, rests: Rests) -> None:
    """Slice by slice, with rests: who writes readings needs the processor in the same tenth of a second."""
    statement = sql("compute_add").format(table=f"roll.{grain}")
    for begin in range(0, len(parts["n"]), SLICE):
        started = time.monotonic()
        session.run(statement, arrays(TYPES, {name: values[begin : begin + SLICE] for name, values in parts.items()}))
        rests.after(time.monotonic() - started)


def _coarser(parts: Columns, grain: Grain, zone: ZoneInfo) -> Columns:
    buckets, place = np.unique(parts["bucket_at"], return_inverse=True)
    begun = [int(clock.floor(at(us), grain, zone).timestamp()) * 1_000_000 for us in buckets.tolist()]
    return joined({**parts, "bucket_at": np.asarray(begun, np.int64)[place]})


def _changed(session: Session, parts: Columns, by_source: bool) -> None:
    """Tell the computation, in steps of five minutes."""
    step_us = int(STEP.total_seconds()) * 1_000_000
    steps = {**parts, "bucket_at": parts["bucket_at"] // step_us * step_us}
    session.run(sql("compute_add_changed"), {"by_source": by_source, **_marks(steps)})


def _marks(parts: Columns) -> dict[str, Array]:
    """Each metric and bucket once; `parts` are in their order."""
    begins = starts(parts["metric_no"], parts["bucket_at"])
    return arrays(_MARK, {name: parts[name][begins] for name in _MARK})
