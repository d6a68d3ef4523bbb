"""Batches of buckets into values: read what they stand on, evaluate, write many at once."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from core.city import City
from core.model import Grain, Indicator, Value
from core.store import Session
from indicators.evaluate import Evaluate
from indicators.fetch import Fetch, Wanted
from indicators.known import Known
from indicators.plan import Item, Plan, dequeue, enqueue
from indicators.windows import Bucket, bucket
from indicators.write import write

AT_ONCE = 5000  # values of several batches written by one statement


@dataclass(slots=True)
class Ticked:
    """What one tick did. `left`: its time was up; `held`: open days wait for their turn."""

    computed: int = 0
    written: int = 0
    left: bool = False
    held: bool = False
    codes: set[str] = field(default_factory=set)


class Work:
    def __init__(self, city: City, catalogue: Mapping[str, Indicator], plan: Plan, known: Known) -> None:
        self.city = city
        self.catalogue = catalogue
        self.plan = plan
        self.known = known
        self.fetch = Fetch(city)
        self.evaluate = Evaluate(city, known)

    def batches(
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
                self.store(session, done, values, now, ticked)
                done, values = [], []
        self.store(session, done, values, now, ticked)
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

    def store(self, session: Session, done: list[Item], values: list[Value], now: datetime, ticked: Ticked) -> None:
        """Taken off the list first: what is written may ask for the same buckets again."""
        dequeue(session, done)
        written = write(session, self.known, values)
        ticked.computed += len(values)
        ticked.written += len(written.values)
        ticked.codes |= written.codes
        enqueue(session, {i for v, _ in written.values for i in self.plan.of_value(v.indicator, v.period_end_at, now)})


def _wanted(indicator: Indicator, grain: Grain, buckets: list[Bucket], now: datetime) -> Wanted:
    """The buckets by kind of subject: single sources have hours only while they are young."""
    young = [b for b in buckets if _keeps_sources(indicator, grain, b, now)]
    wanted: Wanted = {kind: young if kind == "source" else buckets for kind in indicator.subjects}
    return {kind: some for kind, some in wanted.items() if some}


def _keeps_sources(indicator: Indicator, grain: Grain, at: Bucket, now: datetime) -> bool:
    return grain != "hour" or indicator.source_hours is None or at.end_at > now - indicator.source_hours
