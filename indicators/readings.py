"""Readings into rollups: staged once for a span, then every file of the family reads the stage."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from core import clock
from core.store import Session, sql
from indicators.fold import HOUR, Span
from indicators.rollups import READINGS, RollupFile, of_family

MINUTE = timedelta(minutes=1)


def minute_files() -> list[RollupFile]:
    return [f for f in of_family(READINGS) if f.grain == "minute"]


def product_files() -> list[RollupFile]:
    """What is made of certain metrics only; all else adds."""
    return [f for f in minute_files() if f.when]


def hour_file() -> RollupFile:
    return next(f for f in of_family(READINGS) if f.grain == "hour")


def stage(session: Session, span: Span, metrics: Iterable[str]) -> None:
    session.run(sql("compute_stage"))
    session.run("TRUNCATE reading_once")
    session.run(sql("compute_stage_fill"), {"first": span.first_at, "until": span.until_at, "metrics": sorted(metrics)})


def needed(dirty: Iterable[str]) -> set[str]:
    """The dirty metrics and those that products need beside them."""
    found = set(dirty)
    return found | {m for f in minute_files() for m in f.concerns(found)}


def split(metrics: Iterable[str], span: Span, stamped: set[str]) -> list[tuple[list[str], Span]]:
    """A metric stamped at the end belongs to the minute before, too."""
    ends = [m for m in metrics if m in stamped]
    plain = [m for m in metrics if m not in stamped]
    spans = [(plain, span), (ends, Span(span.first_at - MINUTE, span.until_at))]
    return [(found, at) for found, at in spans if found]


def hours(parts: Iterable[tuple[list[str], Span]], zone: ZoneInfo) -> dict[datetime, set[str]]:
    """The hours that these metrics touch."""
    found: dict[datetime, set[str]] = {}
    for metrics, span in parts:
        for hour in clock.buckets(span.first_at, span.until_at, "hour", zone):
            found.setdefault(hour, set()).update(metrics)
    return found


def reach(parts: Iterable[tuple[list[str], Span]], ended: Iterable[datetime]) -> Span:
    """All that has to be read: the dirty minutes, and whole hours that have ended."""
    spans = [span for _, span in parts] + [Span(h, h + HOUR) for h in ended]
    return Span(min(s.first_at for s in spans), max(s.until_at for s in spans))
