"""Values follow the rollups: what changed is planned, the newest buckets are computed first, only differences are written."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from core.city import City
from core.model import Grain, Indicator
from core.store import Session, Store
from indicators import reported
from indicators.known import Known
from indicators.plan import Item, Plan, enqueue
from indicators.tell import tell
from indicators.throttle import Throttle
from indicators.turns import Order
from indicators.work import Ticked, Work

LOOK = 4000  # waiting buckets looked at in one tick


class Compute:
    def __init__(self, store: Store, city: City, catalogue: Mapping[str, Indicator]) -> None:
        self.store = store
        self.city = city
        self.catalogue = catalogue
        self.known = Known()
        self.plan = Plan(catalogue, city.zone)
        self.order = Order(self.plan)
        self.work = Work(city, catalogue, self.plan, self.known)
        # Open days and months are touched by everything: while that is much work, they take their turn.
        self._coarse = Throttle(least_s=0, share=0.25)
        self._clock_at: datetime | None = None
        self._started = False

    def tick(self, budget_s: float = 1.0, now: datetime | None = None) -> Ticked:
        """One transaction: take the marks, compute live buckets and as many old ones as the budget allows."""
        now, until = now or datetime.now(UTC), time.monotonic() + budget_s
        try:
            with self.store.session("REPEATABLE READ") as session:
                return self._tick(session, now, until)
        except BaseException:
            self._started = False
            raise

    def _tick(self, session: Session, now: datetime, until: float) -> Ticked:
        self._start(session)
        ticked = Ticked()
        changed = [(r["measure"], r["minute_at"]) for r in session.read("compute_changed")]
        if any(measure == reported.STREAM for measure, _ in changed):
            self._report(session, now, ticked)
        planned = self._planned(changed, now)
        enqueue(session, planned)
        if changed or planned:
            self.work.evaluate.streams = {r["stream"]: r["newest_at"] for r in session.read("compute_streams")}
        items = [
            Item(r["indicator"], r["grain"], r["bucket_at"]) for r in session.read("compute_take_waiting", limit=LOOK)
        ]
        self._work(session, items, now, until, ticked)
        tell(session, ticked.codes)
        ticked.left |= len(items) == LOOK
        self.known.trim()
        return ticked

    def _start(self, session: Session) -> None:
        """First tick, or the first after a failure."""
        if not self._started:
            self.known.clear()
            self.known.load_latest(session)
            self._clock_at, self._started = None, True

    def _planned(self, changed: Iterable[tuple[str, datetime]], now: datetime) -> set[Item]:
        found = {item for measure, at in changed if at <= now for item in self.plan.of_change(measure, at, now)}
        minute = now.replace(second=0, microsecond=0)
        if self._clock_at != minute:
            first = self._clock_at is None
            quiet = {(i.code, g) for i in self.catalogue.values() for g in i.grains} if first else self._quiet(now)
            found |= self.plan.of_clock(now, quiet)
            self._clock_at = minute
        return found

    def _quiet(self, now: datetime) -> set[tuple[str, Grain]]:
        patience = {c: now - i.stale_after for c, i in self.catalogue.items() if i.stale_after}
        return self.known.quiet(patience.get)

    def _work(self, session: Session, items: list[Item], now: datetime, until: float, ticked: Ticked) -> None:
        live, coarse, old = self.order.turns(items, now)
        self.work.batches(session, live, now, ticked)
        if coarse and self._coarse.ready():
            with self._coarse.spending(True):
                self.work.batches(session, coarse, now, ticked)
        else:
            ticked.held = bool(coarse)
        ticked.left = self.work.batches(session, old, now, ticked, until)

    def _report(self, session: Session, now: datetime, ticked: Ticked) -> None:
        values = list(reported.values(session, self.city, self.catalogue, now))
        starts: dict[tuple[str, Grain], list[datetime]] = {}
        for v in values:
            starts.setdefault((v.indicator, v.grain), []).append(v.period_start_at)
        for (code, grain), found in starts.items():
            self.known.load(session, code, grain, found)
        self.work.store(session, [], values, now, ticked)
