"""Write rollups: replace the rows of a span by those of a SELECT, fold minutes into hours and hours into local days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from core import clock
from core.model import Grain
from core.store import Session, sql
from indicators.rollups import COLUMNS, RollupFile

HOUR = timedelta(hours=1)
STEP = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Span:
    """[first_at, until_at), whole minutes."""

    first_at: datetime
    until_at: datetime

    def moved(self, by: timedelta) -> Span:
        return Span(self.first_at + by, self.until_at + by)

    def widened(self, grain: Grain, zone: ZoneInfo) -> Span:
        """The whole buckets that hold this span."""
        last = clock.floor(self.until_at - timedelta(microseconds=1), grain, zone)
        return Span(clock.floor(self.first_at, grain, zone), clock.after(last, grain))


def replace(session: Session, file: RollupFile, span: Span, measures: Sequence[str], params: dict[str, Any]) -> Span:
    """Recompute `measures` over `span`; answers the span of the rows, which a shifted file puts later."""
    rows = span.moved(file.shift)
    _clear(session, file.grain, rows, measures)
    session.run(file.insert, params | {"first": span.first_at, "until": span.until_at, "measures": list(measures)})
    return rows


def fold(session: Session, finer: str, grain: Grain, span: Span, measures: Iterable[str], zone: ZoneInfo) -> None:
    """Fold `finer` into `grain` over the whole buckets that hold `span`."""
    whole, names = span.widened(grain, zone), sorted(measures)
    if not names:
        return
    _clear(session, grain, whole, names)
    select = sql("compute_fold").format(finer=f"roll.{finer}")
    params = {"grain": grain, "zone": zone.key, "measures": names, "first": whole.first_at, "until": whole.until_at}
    session.run(f"INSERT INTO roll.{grain} ({COLUMNS})\n{select}", params)


def mark_changed(session: Session, measures: Iterable[str], span: Span, step: timedelta = STEP) -> None:
    """Leave word for the computation."""
    first = span.first_at.replace(minute=span.first_at.minute // 5 * 5, second=0, microsecond=0)
    last = span.until_at - timedelta(microseconds=1)
    session.run(sql("compute_mark_changed"), {"measures": sorted(measures), "first": first, "last": last, "step": step})


def _clear(session: Session, grain: str, span: Span, measures: Sequence[str]) -> None:
    params = {"measures": list(measures), "first": span.first_at, "until": span.until_at}
    session.run(sql("compute_clear").format(table=f"roll.{grain}"), params)
