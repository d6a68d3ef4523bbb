"""Rollups follow the rows: ing.delta is added, and what ing.dirty marks is computed anew from raw and state; nothing else.

One REPEATABLE READ transaction a tick: the deltas and marks it sees are those of the rows it sees, so it deletes exactly what
it added or folded, and a bucket that is computed anew from raw loses the deltas that still wait for it.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from core import clock
from core.city import City
from core.store import Row, Session, Store, sql
from indicators import deltas
from indicators.anew import Anew, Days
from indicators.fold import HOUR, Span, fold, mark_changed
from indicators.rollups import PRODUCTS, READINGS, of_family
from indicators.throttle import Arrivals, Rests, Throttle

MINUTE = timedelta(minutes=1)
LEDGER = "ledger"
GROUPS = 400  # groups of marks looked at in one tick; the budget ends it long before
BLOCK_HOURS = 4  # old marks are taken so many hours at a time, while that is quick
QUICK_S = 0.5
REST = 2  # times as long as a slice took,
REST_S = 1.0  # and no longer in one tick
BACKLOG = 100_000  # deltas: workers are catching up, and so must this
MUCH = 2_000  # deltas a second: more than a city of a few thousand sources sends


@dataclass(slots=True)
class Done:
    """What one tick did; `days` are the local days to fold, with the measures that changed in them."""

    marks: int = 0
    groups: list[Row] = field(default_factory=list)
    days: Days = field(default_factory=dict)
    left: bool = False
    calm: bool = False  # what waits only for its rhythm


class Refresh:
    def __init__(self, store: Store, city: City) -> None:
        self.store = store
        self.zone = city.zone
        self.stamped = {m.code for m in city.metrics.values() if m.stamped_at_end}
        self.params: dict[str, Any] = {"urban": [c.code for c in city.file.categories if "urban" in c.tags]}
        self.slow = Throttle(least_s=5, share=0.1)
        self.minutes = Throttle(least_s=2, share=0.5)
        self.hours = Throttle(least_s=5, share=0.05)
        self.ledger = Throttle(least_s=5, share=0.1)
        self._ledger_at: datetime | None = None
        self._block = 1
        self._arrivals = Arrivals()

    def tick(self, budget_s: float = 1.0, now: datetime | None = None) -> Done:
        """Fold marks, the newest hours first, until the budget is spent; at least one hour of marks."""
        now, done, until = now or datetime.now(UTC), Done(), time.monotonic() + budget_s
        with self.store.session("REPEATABLE READ") as session:
            self._add(session, done)
            groups = session.read("compute_dirty", limit=GROUPS, now=now, hours=self._block)
            for group in groups:
                started = time.monotonic()
                self._group(session, group, now, done)
                self._block = BLOCK_HOURS if time.monotonic() - started < QUICK_S else 1
                if time.monotonic() > until:
                    break
            done.left |= len(done.groups) < len(groups) or len(groups) == GROUPS
            self._settle(session, done)
            self._waiting(session, now, done)
            self._ledger_tick(session, now, done)
            self._days(session, now, done)
        return done

    def _add(self, session: Session, done: Done) -> None:
        """Add what the ingest left. While much arrives it is gathered first (partitions bring the same buckets one after the
        other, and a while later they are one row each), added with rests, and that of single sources more rarely still."""
        waiting_n = session.read("compute_waiting_deltas")[0]["n"]
        calm = self._arrivals.rate(waiting_n) > MUCH and waiting_n < deltas.LIMIT
        if calm and not self.minutes.ready():
            done.calm = True
            return
        rests = Rests(REST, REST_S if calm and waiting_n < BACKLOG else 0)
        with self.minutes.spending(True):
            minutes = deltas.add_minutes(session, self.zone, rests)
        self._arrivals.taken(minutes)
        if minutes and not self.hours.ready():
            done.left, done.calm = minutes >= deltas.LIMIT, True
            return
        with self.hours.spending(True):
            hours = deltas.add_hours(session, self.zone, rests)
        done.left = max(minutes, hours) >= deltas.LIMIT

    def _group(self, session: Session, group: Row, now: datetime, done: Done) -> None:
        """The marks of one family in one hour, or in one block of old hours."""
        asked = {name: group[name] for name in ("family", "from_at", "to_at")}
        dirty = session.read("compute_dirty_of", **asked)[0]
        span, files = Span(dirty["first_at"], dirty["until_at"]), of_family(group["family"])
        done.groups.append(group)
        done.marks += group["marks_n"]
        anew = self._anew(session, done)
        if group["family"] == READINGS:
            for hour, metrics in anew.readings(dirty["measures"], span, self.stamped, now).items():
                self._wait(session, "hour", hour, metrics)
        elif group["family"] == PRODUCTS:
            anew.products(dirty["measures"], span)
        elif files:
            anew.minutes([(file, [], span) for file in files])
        else:
            mark_changed(session, [group["family"]], Span(now, now + MINUTE), HOUR)

    def _anew(self, session: Session, done: Done) -> Anew:
        return Anew(session, self.zone, self.params, done.days)

    def _wait(self, session: Session, grain: str, bucket: datetime, names: Iterable[str]) -> None:
        session.run(sql("compute_wait"), {"grain": grain, "bucket": bucket, "measures": sorted(names)})

    def _waiting(self, session: Session, now: datetime, done: Done) -> None:
        """Open hours by source and open days: when they have ended, or when the throttle lets them."""
        open_too = self.slow.ready()
        rows = session.read("compute_ended", open_too=open_too, now=now)
        with self.slow.spending(bool(rows) and open_too):
            for (grain, bucket), names in _grouped(rows).items():
                if grain == "hour":
                    self._anew(session, done).hour_by_source(bucket, names)
                else:
                    fold(session, "hour", "day", Span(bucket, bucket + HOUR), names, self.zone)

    def _days(self, session: Session, now: datetime, done: Done) -> None:
        for day, measures in done.days.items():
            if clock.after(day, "day") > now:
                self._wait(session, "day", day, measures)
            else:
                fold(session, "hour", "day", Span(day, day + HOUR), measures, self.zone)

    def _ledger_tick(self, session: Session, now: datetime, done: Done) -> None:
        """The ingest's own counts carry no marks: their last minutes are read every few seconds."""
        if not self.ledger.ready():
            return
        since = self._ledger_at or session.read("compute_ledger_since", now=now)[0]["at"]
        span = Span(_minute(since) - 2 * MINUTE, _minute(now) + MINUTE)
        with self.ledger.spending(True):
            self._anew(session, done).minutes([(file, [], span) for file in of_family(LEDGER)])
        self._ledger_at = now

    def _settle(self, session: Session, done: Done) -> None:
        params = {
            "families": [g["family"] for g in done.groups],
            "froms": [g["from_at"] for g in done.groups],
            "tos": [g["to_at"] for g in done.groups],
        }
        if done.groups:
            session.run(sql("compute_settle"), params)


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def _grouped(rows: list[Row]) -> dict[tuple[str, datetime], list[str]]:
    found: dict[tuple[str, datetime], list[str]] = {}
    for row in rows:
        found.setdefault((row["grain"], row["bucket_at"]), []).append(row["measure"])
    return found
