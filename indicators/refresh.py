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
from indicators import deltas, readings
from indicators.fold import HOUR, STEP, Span, fold, mark_changed, replace
from indicators.rollups import PRODUCTS, READINGS, RollupFile, of_family
from indicators.throttle import Throttle

MINUTE = timedelta(minutes=1)
LEDGER = "ledger"
GROUPS = 400  # groups of marks looked at in one tick; the budget ends it long before
BLOCK_HOURS = 4  # old marks are taken so many hours at a time, while that is quick
QUICK_S = 0.5


@dataclass(slots=True)
class Done:
    """What one tick did; `days` are the local days to fold, with the measures that changed in them."""

    marks: int = 0
    groups: list[Row] = field(default_factory=list)
    days: dict[datetime, set[str]] = field(default_factory=dict)
    left: bool = False


class Refresh:
    def __init__(self, store: Store, city: City) -> None:
        self.store = store
        self.zone = city.zone
        self.stamped = {m.code for m in city.metrics.values() if m.stamped_at_end}
        self.params: dict[str, Any] = {"urban": [c.code for c in city.file.categories if "urban" in c.tags]}
        self.slow = Throttle(least_s=5, share=0.1)
        self.hours = Throttle(least_s=1, share=0.1)
        self.ledger = Throttle(least_s=5, share=0.1)
        self._ledger_at: datetime | None = None
        self._block = 1

    def tick(self, budget_s: float = 1.0, now: datetime | None = None) -> Done:
        """Fold marks, the newest hours first, until the budget is spent; at least one hour of marks."""
        now, done, until = now or datetime.now(UTC), Done(), time.monotonic() + budget_s
        with self.store.session("REPEATABLE READ") as session:
            done.left = self._add(session)
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

    def _add(self, session: Session) -> bool:
        """Add what the ingest left; single sources at a calmer rhythm while much arrives. Answers whether more is there."""
        minutes = deltas.add_minutes(session, self.zone)
        if minutes and not self.hours.ready():
            return minutes == deltas.LIMIT
        with self.hours.spending(True):
            hours = deltas.add_hours(session, self.zone)
        return deltas.LIMIT in (minutes, hours)

    def _group(self, session: Session, group: Row, now: datetime, done: Done) -> None:
        """The marks of one family in one hour, or in one block of old hours."""
        asked = {name: group[name] for name in ("family", "from_at", "to_at")}
        dirty = session.read("compute_dirty_of", **asked)[0]
        span, files = Span(dirty["first_at"], dirty["until_at"]), of_family(group["family"])
        done.groups.append(group)
        done.marks += group["marks_n"]
        if group["family"] == READINGS:
            self._readings(session, dirty["measures"], span, now, done)
        elif group["family"] == PRODUCTS:
            readings.stage(session, span, readings.needed(dirty["measures"]))
            self._products(session, dirty["measures"], span, done)
        elif files:
            self._minutes(session, [(file, [], span) for file in files], done)
        else:
            mark_changed(session, [group["family"]], Span(now, now + MINUTE), HOUR)

    def _readings(self, session: Session, dirty: list[str], span: Span, now: datetime, done: Done) -> None:
        parts = readings.split(dirty, span, self.stamped)
        hours = readings.hours(parts, self.zone)
        ended = {h: metrics for h, metrics in hours.items() if h + HOUR <= now}
        readings.stage(session, readings.reach(parts, ended), readings.needed(dirty))
        work = [(file, file.concerns(metrics), at) for metrics, at in parts for file in readings.minute_files()]
        self._minutes(session, [job for job in work if job[1]], done)
        for metrics, at in parts:
            deltas.drop(session, metrics, at, by_source=False)
        if ended:
            self._hours(session, Span(min(ended), max(ended) + HOUR), sorted(set().union(*ended.values())), done)
        for hour in hours.keys() - ended.keys():
            self._wait(session, "hour", hour, hours[hour])

    def _products(self, session: Session, metrics: list[str], span: Span, done: Done) -> None:
        work = [(file, file.concerns(metrics), span) for file in readings.product_files()]
        self._minutes(session, [job for job in work if job[1]], done)

    def _minutes(self, session: Session, jobs: list[tuple[RollupFile, list[str], Span]], done: Done) -> None:
        """Minutes anew, then their hours in one go for all files that wrote the same span."""
        written: dict[Span, set[str]] = {}
        for file, metrics, span in jobs:
            measures = file.makes(metrics)
            rows = replace(session, file, span, measures, self.params | {"metrics": metrics})
            written.setdefault(rows, set()).update(measures)
        for rows, made in written.items():
            fold(session, "minute", "hour", rows, made, self.zone)
            self._changed(session, rows, sorted(made), done, STEP)

    def _hours(self, session: Session, span: Span, metrics: list[str], done: Done) -> None:
        """Whole hours by source, from the stage."""
        file = readings.hour_file()
        replace(session, file, span, file.makes(metrics), self.params | {"metrics": metrics})
        deltas.drop(session, metrics, span, by_source=True)
        self._changed(session, span, file.makes(metrics), done, HOUR)

    def _changed(self, session: Session, span: Span, measures: list[str], done: Done, step: timedelta) -> None:
        mark_changed(session, measures, span, step)
        for day in clock.buckets(span.first_at, span.until_at, "day", self.zone):
            done.days.setdefault(day, set()).update(measures)

    def _wait(self, session: Session, grain: str, bucket: datetime, names: Iterable[str]) -> None:
        session.run(sql("compute_wait"), {"grain": grain, "bucket": bucket, "measures": sorted(names)})

    def _waiting(self, session: Session, now: datetime, done: Done) -> None:
        """Open hours by source and open days: when they have ended, or when the throttle lets them."""
        open_too = self.slow.ready()
        rows = session.read("compute_ended", open_too=open_too, now=now)
        with self.slow.spending(bool(rows) and open_too):
            for (grain, bucket), names in _grouped(rows).items():
                if grain == "hour":
                    readings.stage(session, Span(bucket, bucket + HOUR), names)
                    self._hours(session, Span(bucket, bucket + HOUR), names, done)
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
            self._minutes(session, [(file, [], span) for file in of_family(LEDGER)], done)
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
