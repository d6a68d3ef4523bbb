"""Values follow the rollups: what changed is planned, the newest buckets are computed first, only differences are written."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice

from core.city import City
from core.model import Grain, Indicator, Value
from core.store import Session, Store
from indicators import reported
from indicators.evaluate import Asked, Evaluate
from indicators.fetch import Fetch
from indicators.known import Known
from indicators.plan import Item, Plan, dequeue, enqueue
from indicators.throttle import Throttle
from indicators.windows import Bucket, bucket
from indicators.write import Written, tell, write

LOOK = 4000  # waiting buckets looked at in one tick
CHUNK = 12  # old buckets of one indicator computed by one fetch
CHUNK_OF_SOURCES = 2  # the same where every source has a value
LIVE = timedelta(minutes=10)
FINE: tuple[Grain, ...] = ("5min", "hour")


@dataclass(slots=True)
class Ticked:
    """What one tick did."""

    computed: int = 0
    written: int = 0
    left: bool = False
    codes: set[str] = field(default_factory=set)


class Compute:
    def __init__(self, store: Store, city: City, catalogue: Mapping[str, Indicator]) -> None:
        self.store = store
        self.city = city
        self.catalogue = catalogue
        self.known = Known()
        self.plan = Plan(catalogue, city.zone)
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
        for batch in self._batches(items, now, ticked):
            if time.monotonic() > until and not self._is_live(batch[0], now):
                ticked.left = True
                break
            # Taken off first: what a later batch of this tick writes may ask for the same bucket again.
            dequeue(session, batch)
            values = list(self._values(session, batch, now))
            ticked.computed += len(values)
            self._store(session, values, now, ticked)

    def _batches(self, items: list[Item], now: datetime, ticked: Ticked) -> Iterator[list[Item]]:
        """Live buckets by indicator, then old ones in chunks; the newest first."""
        live = [i for i in items if self._is_live(i, now)]
        old = [i for i in items if not self._is_live(i, now)]
        coarse = [i for i in live if i.grain not in FINE]
        yield from _chunks([i for i in live if i.grain in FINE], lambda _: len(live))
        if coarse and self._coarse.ready():
            with self._coarse.spending(True):
                yield from _chunks(coarse, lambda _: len(live))
        elif coarse:
            ticked.left = True
        yield from _chunks(old, self._chunk)

    def _chunk(self, code: str) -> int:
        indicator = self.catalogue.get(code)
        return CHUNK_OF_SOURCES if indicator and "source" in indicator.subjects else CHUNK

    def _is_live(self, item: Item, now: datetime) -> bool:
        end = bucket(item.start_at, item.grain, now, self.city.zone).end_at
        return end > now - LIVE or item in self.plan.of_now(item.code, item.grain, now)

    def _values(self, session: Session, batch: list[Item], now: datetime) -> Iterator[Value]:
        """All items of a batch are of one indicator and one grain."""
        indicator = self.catalogue.get(batch[0].code)
        if indicator is None or batch[0].grain not in indicator.grains:
            return
        grain = batch[0].grain
        buckets = [bucket(i.start_at, grain, now, self.city.zone) for i in batch]
        self.known.load(session, indicator.code, grain, [b.start_at for b in buckets])
        current = {i.start_at for i in self.plan.of_now(indicator.code, grain, now)}
        for kind in indicator.subjects:
            wanted = [b for b in buckets if kind != "source" or _keeps_sources(indicator, grain, b, now)]
            if not wanted:
                continue
            for at, rows in zip(wanted, self.fetch.subjects(session, indicator, kind, wanted), strict=True):
                yield from self.evaluate.values(Asked(indicator, grain, at, at.start_at in current, now), kind, rows)

    def _store(self, session: Session, values: list[Value], now: datetime, ticked: Ticked) -> None:
        written: Written = write(session, self.known, values)
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
        self._store(session, values, now, ticked)


def _keeps_sources(indicator: Indicator, grain: Grain, at: Bucket, now: datetime) -> bool:
    return grain != "hour" or indicator.source_hours is None or at.end_at > now - indicator.source_hours


def _chunks(items: Iterable[Item], size: Callable[[str], int]) -> Iterator[list[Item]]:
    """Runs of one indicator and grain, in the order in which their first item comes."""
    groups: dict[tuple[str, Grain], list[Item]] = {}
    for item in items:
        groups.setdefault((item.code, item.grain), []).append(item)
    for (code, _), group in groups.items():
        rest = iter(group)
        while chunk := list(islice(rest, size(code))):
            yield chunk
