"""Which buckets a change touches: indicators × grains × buckets, each once, kept in val.waiting until computed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from core import clock
from core.model import Grain, Indicator, Query, Rollup, Values
from core.store import Session, sql
from indicators.windows import reach

# Five-minute values of windows and states are not made for buckets older than this: their hours are.
FINE_HISTORY = timedelta(hours=6)
JUST_ENDED = timedelta(minutes=3)


class Item(NamedTuple):
    """One bucket of one indicator that has to be computed."""

    code: str
    grain: Grain
    start_at: datetime


class Plan:
    """The reverse index of all inputs."""

    def __init__(self, catalogue: Mapping[str, Indicator], zone: ZoneInfo) -> None:
        self.zone = zone
        self.catalogue = {c: i for c, i in catalogue.items() if i.kind != "reported"}
        self.by_measure: dict[str, list[tuple[Indicator, str]]] = {}
        self.by_code: dict[str, list[tuple[Indicator, str]]] = {}
        for indicator in self.catalogue.values():
            self._index(indicator)

    def _index(self, indicator: Indicator) -> None:
        for given in indicator.inputs:
            for name in names_of(given, indicator):
                index = self.by_code if isinstance(given, Values) else self.by_measure
                index.setdefault(name, []).append((indicator, given.window))

    def of_change(self, measure: str, minute: datetime, now: datetime) -> set[Item]:
        """What a changed rollup minute touches."""
        return {i for ind, window in self.by_measure.get(measure, ()) for i in self._buckets(ind, window, minute, now)}

    def of_value(self, code: str, period_end: datetime, now: datetime) -> set[Item]:
        """What a changed value touches: indicators computed from it."""
        last = period_end - timedelta(microseconds=1)
        return {i for ind, window in self.by_code.get(code, ()) for i in self._buckets(ind, window, last, now)}

    def _buckets(self, indicator: Indicator, window: str, minute: datetime, now: datetime) -> Iterable[Item]:
        for grain in indicator.grains:
            first = max(minute, now - FINE_HISTORY) if grain == "5min" and not _plain(indicator) else minute
            until = min(reach(window, minute, self.zone), now) + timedelta(microseconds=1)
            for start in clock.buckets(first, until, grain, self.zone) if first < until else ():
                if not indicator.stamped_at_end or clock.after(start, grain) <= now:
                    yield Item(indicator.code, grain, start)

    def of_clock(self, now: datetime, quiet: set[tuple[str, Grain]]) -> set[Item]:
        """What time alone changes: states and rolling windows, what has just ended, and `quiet` series that turn stale."""
        return {
            item
            for i in self.catalogue.values()
            for grain in i.grains
            for item in self._due(i, grain, now, i.always or not _plain(i) or (i.code, grain) in quiet)
        }

    def of_now(self, code: str, grain: Grain, now: datetime) -> Item:
        """The bucket the screens show: the open one, or the last that ended where a value needs the end."""
        open_start = clock.floor(now, grain, self.zone)
        ended = self.catalogue[code].stamped_at_end
        return Item(code, grain, _before(open_start, grain, self.zone) if ended else open_start)

    def _due(self, indicator: Indicator, grain: Grain, now: datetime, moves: bool) -> set[Item]:
        open_start = clock.floor(now, grain, self.zone)
        found = {self.of_now(indicator.code, grain, now)} if moves else set()
        if now - open_start < JUST_ENDED:
            found.add(Item(indicator.code, grain, _before(open_start, grain, self.zone)))
        return found


def _before(start: datetime, grain: Grain, zone: ZoneInfo) -> datetime:
    """Start of the bucket that ends where this one begins."""
    return clock.floor(start - timedelta(microseconds=1), grain, zone)


def _plain(indicator: Indicator) -> bool:
    """Whether its buckets stand on their own rows only, which are cheap to read again."""
    return all(isinstance(i, Rollup) and i.window == "bucket" for i in indicator.inputs)


def names_of(given: Rollup | Values | Query, indicator: Indicator) -> list[str]:
    """Every measure or code whose change concerns this input; a source reads its own hourly rows."""
    if isinstance(given, Values):
        return list(given.codes)
    names = list(given.measures)
    if isinstance(given, Rollup) and "source" in indicator.subjects:
        names += [f"source:{m}" for m in given.measures if ":" not in m]
    return names


def enqueue(session: Session, items: Iterable[Item]) -> None:
    _run(session, "compute_add_waiting", sorted(items))


def dequeue(session: Session, items: Iterable[Item]) -> None:
    _run(session, "compute_drop_waiting", list(items))


def _run(session: Session, name: str, items: list[Item]) -> None:
    if items:
        codes, grains, buckets = zip(*items, strict=True)
        session.run(sql(name), {"codes": list(codes), "grains": list(grains), "buckets": list(buckets)})
