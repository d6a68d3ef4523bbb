"""Values follow the rollups: what changed is planned, the newest buckets are computed first, only differences are written."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from core.city import City
from core.model import Grain, Indicator, Value
from core.store import Session, Store
from indicators import reported
from indicators.evaluate import Evaluate
from indicators.fetch import Fetch, Wanted
from indicators.known import Known
from indicators.plan import Item, Plan, dequeue, enqueue
from indicators.tell import tell
from indicators.throttle import Throttle
from indicators.turns import Order
from indicators.windows import Bucket, bucket
from indicators.write import write

LOOK = 4000  # waiting buckets looked at in one tick
AT_ONCE = 5000  # values of several batches written by one statement


@dataclass(slots=True)
class Ticked:
    """What one tick did. `left`: its time was up; `held`: open days wait for their turn."""

    computed: int = 0
    written: int = 0
    left: bool = False
    held: bool = False
    codes: set[str] = field(default_factory=set)


class Compute:
    def __init__(self, store: Store, city: City, catalogue: Mapping[str, Indicator]) -> None:
        self.store = store
        self.city = city
        self.catalogue = catalogue
        self.known = Known()
        self.plan = Plan(catalogue, city.zone)
        self.order = Order(self.plan)
        self.fetch = Fetch(city)
        self.evaluate = Evaluate(city, self.known)
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
            self.evaluate.streams = {r["stream"]: r["newest_at"] for r in session.read("compute_streams")}
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
        self._batches(session, live, now, ticked)
        if coarse and self._coarse.ready():
            with self._coarse.spending(True):
                self._batches(session, coarse, now, ticked)
        else:
            ticked.held = bool(coarse)
        ticked.left = self._batches(session, old, now, ticked, until)

    def _batches(
        self, session: Session, batches: list[list[Item]], now: datetime, ticked: Ticked, until: float | None = None
    ) -> bool:
        """Compute batch by batch, write many at once; whether the time was up before the last."""
        done: list[Item] = []
        values: list[Value] = []
        left = False
        for batch in batches:
            left = until is not None and time.monotonic() > until
            if left:
                break
            done += batch
            values += self._values(session, batch, now)
            if len(values) >= AT_ONCE:
                self._store(session, done, values, now, ticked)
                done, values = [], []
        self._store(session, done, values, now, ticked)
        return left

    def _values(self, session: Session, batch: list[Item], now: datetime) -> Iterator[Value]:
        """All items of a batch are of one indicator and one grain."""
        indicator, grain = self.catalogue.get(batch[0].code), batch[0].grain
        if indicator is None or grain not in indicator.grains:
            return
        buckets = [bucket(i.start_at, grain, now, self.city.zone) for i in batch]
        self.known.load(session, indicator.code, grain, [b.start_at for b in buckets])
        wanted = _wanted(indicator, grain, buckets, now)
        rows = self.fetch.subjects(session, indicator, wanted)
        current = self.plan.of_now(indicator.code, grain, now).start_at
        for kind, some in wanted.items():
            for at in some:
                asked = self.evaluate.asked(indicator, grain, at, at.start_at == current, now)
                yield from self.evaluate.values(asked, kind, rows.get((kind, at.start_at), {}))

    def _store(self, session: Session, done: list[Item], values: list[Value], now: datetime, ticked: Ticked) -> None:
        """Taken off the list first: what is written may ask for the same buckets again."""
        dequeue(session, done)
        written = write(session, self.known, values)
        ticked.computed += len(values)
        ticked.written += len(written.values)
        ticked.codes |= written.codes
        enqueue(session, {i for v, _ in written.values for i in self.plan.of_value(v.indicator, v.period_end_at, now)})

    def _report(self, session: Session, now: datetime, ticked: Ticked) -> None:
        values = list(reported.values(session, self.city, self.catalogue, now))
        starts: dict[tuple[str, Grain], list[datetime]] = {}
        for v in values:
            starts.setdefault((v.indicator, v.grain), []).append(v.period_start_at)
        for (code, grain), found in starts.items():
            self.known.load(session, code, grain, found)
        self._store(session, [], values, now, ticked)


def _wanted(indicator: Indicator, grain: Grain, buckets: list[Bucket], now: datetime) -> Wanted:
    """The buckets by kind of subject: single sources have hours only while they are young."""
    young = [b for b in buckets if _keeps_sources(indicator, grain, b, now)]
    wanted: Wanted = {kind: young if kind == "source" else buckets for kind in indicator.subjects}
    return {kind: some for kind, some in wanted.items() if some}


def _keeps_sources(indicator: Indicator, grain: Grain, at: Bucket, now: datetime) -> bool:
    return grain != "hour" or indicator.source_hours is None or at.end_at > now - indicator.source_hours
