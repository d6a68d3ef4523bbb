"""In which order waiting buckets are computed: what the screens show, then the past; runs of one indicator and grain together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import NamedTuple

from core import clock
from core.model import Grain
from indicators.plan import Item, Plan

CHUNK = 48  # old buckets of one indicator computed by one fetch
CHUNK_OF_SOURCES = 12  # the same where every source has a value
LIVE = timedelta(minutes=10)
FINE: tuple[Grain, ...] = ("5min", "hour")


class Turns(NamedTuple):
    """Batches, each of one indicator and one grain; `coarse` are the open days and longer."""

    live: list[list[Item]]
    coarse: list[list[Item]]
    old: list[list[Item]]


class Order:
    def __init__(self, plan: Plan, chunk: int = CHUNK, chunk_of_sources: int = CHUNK_OF_SOURCES) -> None:
        self.plan = plan
        self.chunk = chunk
        self.chunk_of_sources = chunk_of_sources

    def turns(self, items: Iterable[Item], now: datetime) -> Turns:
        """The newest first, as they come."""
        live: list[Item] = []
        coarse: list[Item] = []
        old: list[Item] = []
        since: dict[tuple[str, Grain], datetime] = {}
        for item in items:
            key = item.code, item.grain
            if key not in since:
                since[key] = self._live_since(*key, now)
            if item.start_at < since[key]:
                old.append(item)
            else:
                (live if item.grain in FINE else coarse).append(item)
        return Turns(list(_runs(live)), list(_runs(coarse)), list(_runs(old, self._chunk)))

    def _live_since(self, code: str, grain: Grain, now: datetime) -> datetime:
        """A bucket is live until some minutes after its end, and while the screens show it."""
        since = clock.floor(now - LIVE, grain, self.plan.zone)
        known = code in self.plan.catalogue  # it may have been taken out since the bucket was put on the list
        return min(since, self.plan.of_now(code, grain, now).start_at) if known else since

    def _chunk(self, code: str) -> int:
        indicator = self.plan.catalogue.get(code)
        return self.chunk_of_sources if indicator and "source" in indicator.subjects else self.chunk


def _runs(items: Iterable[Item], size: Callable[[str], int] | None = None) -> Iterator[list[Item]]:
    """Runs of one indicator and grain, in the order in which their first item comes."""
    groups: dict[tuple[str, Grain], list[Item]] = {}
    for item in items:
        groups.setdefault((item.code, item.grain), []).append(item)
    for (code, _), group in groups.items():
        rest = iter(group)
        while chunk := list(islice(rest, size(code) if size else len(group))):
            yield chunk
