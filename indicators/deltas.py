"""What the ingest adds to the rollups of readings, without a look at raw."""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from core.store import Session, sql
from indicators.fold import Span
from indicators.rollups import PRODUCTS, READINGS, of_family

LIMIT = 400_000
_MINUTE_GRAINS: tuple[str, ...] = ("minute", "hour", "day")
_HOUR_GRAINS: tuple[str, ...] = ("hour", "day")


def add_minutes(session: Session, zone: ZoneInfo) -> int:
    """Deltas by area and minute into all grains; answers how many there were, at most LIMIT."""
    session.run(sql("compute_added"))
    taken: int = session.read("compute_take_minutes", limit=LIMIT)[0]["n"]
    if taken:
        metrics = sorted(set().union(*(f.when for f in of_family(READINGS))))
        session.run(sql("compute_add_products"), {"family": PRODUCTS, "metrics": metrics})
        _add(session, _MINUTE_GRAINS, zone)
    return taken


def add_hours(session: Session, zone: ZoneInfo) -> int:
    """Deltas by source and hour."""
    session.run(sql("compute_added"))
    taken: int = session.read("compute_take_hours", limit=LIMIT)[0]["n"]
    if taken:
        _add(session, _HOUR_GRAINS, zone)
    return taken


def drop(session: Session, metrics: Iterable[str], span: Span, by_source: bool) -> None:
    """Those of buckets that are computed anew from raw."""
    given = {"metrics": sorted(metrics), "first": span.first_at, "until": span.until_at, "by_source": by_source}
    session.run(sql("compute_drop_deltas"), given)


def _add(session: Session, grains: Iterable[str], zone: ZoneInfo) -> None:
    for grain in grains:
        session.run(sql("compute_add").format(table=f"roll.{grain}"), {"grain": grain, "zone": zone.key})
    session.run(sql("compute_add_changed"))
    session.run("TRUNCATE added")
