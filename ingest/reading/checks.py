"""What can be wrong with a reading beyond its form: place, time, unit and range."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from ingest.binary import Column, Floats, Ints
from ingest.fields import CLOCK_SKEW, EARLIEST, Time, in_time
from ingest.known import Known, MetricRow, Position, position
from ingest.model import Bad, Dead
from ingest.reading import units
from ingest.reading.batches import Opened, coded

if TYPE_CHECKING:
    from ingest.streams.iot_reading import Reading

QUALITY = {None: 0, "ok": 0, "suspect": 1, "missing": 2}
MISSING = 2


@dataclass(slots=True)
class Draft:
    """Readings on their way: the events and their columns so far. Own positions are coded, `spot` says which."""

    found: Opened[Reading]
    events: list[Reading]
    index: Ints
    at_us: Ints
    spots: list[Position | None]
    spot: Ints

    @property
    def placed(self) -> bool:
        return not self.found.said.isdisjoint(("lon", "lat"))

    def column(self, name: str) -> list[Any]:
        return list(map(attrgetter(name), self.events))

    def drop(self, suspects: Iterable[int], problem: Callable[[int], Bad | None]) -> Column | None:
        """Move those of the suspects that have a problem to the dead; answers what was kept, None when all was."""
        bad = {i: b for i in suspects if (b := problem(i)) is not None}
        if not bad:
            return None
        for i, b in bad.items():
            self.found.dead.append(Dead(int(self.index[i]), b.reason, b.sentence, self.events[i].source_id))
        kept = np.ones(len(self.events), np.bool_)
        kept[list(bad)] = False
        self.events = [e for e, keep in zip(self.events, kept.tolist(), strict=True) if keep]
        self.index, self.at_us, self.spot = self.index[kept], self.at_us[kept], self.spot[kept]
        return kept


@dataclass(slots=True)
class Measured:
    """Values in the registered unit, with the metrics they are of: `metric` is the place in `names`."""

    names: list[str]
    rows: list[MetricRow]
    metric: Ints
    value: Floats
    quality: Ints

    def keep(self, kept: Column) -> None:
        self.metric, self.value, self.quality = self.metric[kept], self.value[kept], self.quality[kept]


def settle(found: Opened[Reading], known: Known) -> tuple[Draft, Measured]:
    """Take out what is wrong in place, time, unit or range, and number the sources."""
    n = len(found.events)
    columns = np.array(found.indexes, np.int64), np.array(found.at_us, np.int64)
    draft = Draft(found, found.events, *columns, [None], np.zeros(n, np.int64))
    if draft.placed:
        _place(draft)
    _time(draft, known)
    known.learn(_seen(draft))
    return draft, _measure(draft, known)


def _place(draft: Draft) -> None:
    """A device repeats its position, so that few are looked at."""
    said = list(zip(*(draft.column(name) for name in ("lon", "lat", "datum")), strict=True))
    distinct, spot = coded(said)
    judged = [_judged(*one) for one in distinct]
    draft.spots, draft.spot = [p if isinstance(p, tuple) else None for p in judged], spot
    bad = {place: b for place, b in enumerate(judged) if isinstance(b, Bad)}
    if bad:
        draft.drop(np.flatnonzero(np.isin(spot, list(bad))).tolist(), lambda i: bad[int(spot[i])])


def _judged(lon: float | None, lat: float | None, datum: Any) -> Position | Bad | None:
    try:
        return position(lon, lat, datum)
    except Bad as bad:
        return bad


def _time(draft: Draft, known: Known) -> None:
    now = known.now()
    kept_since = known.city.kept_since("raw.reading", now)
    first, last = (kept_since or EARLIEST).timestamp() * 1e6, (now + CLOCK_SKEW).timestamp() * 1e6
    odd = np.flatnonzero((draft.at_us < first) | (draft.at_us > last)).tolist()
    draft.drop(odd, lambda i: _caught(in_time, "observed_at", moment(draft.events[i]), now, kept_since))


def moment(event: Reading) -> Any:
    """The fast way leaves the time as it was written."""
    return msgspec.convert(event.observed_at, Time)


def _seen(draft: Draft) -> dict[str, Position | None]:
    """The sources, each with its first own position."""
    names = draft.column("source_id")
    seen: dict[str, Position | None] = dict.fromkeys(names)
    for name, spot in zip(names, draft.spot.tolist(), strict=True) if draft.placed else ():
        if seen[name] is None:
            seen[name] = draft.spots[spot]
    return seen


def _measure(draft: Draft, known: Known) -> Measured:
    n = len(draft.events)
    names, metric = coded(draft.column("metric"))
    value = np.fromiter(map(attrgetter("value"), draft.events), np.float64, n)
    measured = Measured(names, [known.metric(name) for name in names], metric, value, _quality(draft))
    suspect = _convert(draft, measured) if "unit" in draft.found.said else np.zeros(n, np.bool_)
    low, high = (
        np.array([getattr(m, end) for m in measured.rows])[metric] if names else value for end in ("min", "max")
    )
    suspect |= (measured.quality != MISSING) & ~((low <= measured.value) & (measured.value <= high))
    events = draft.events
    kept = draft.drop(np.flatnonzero(suspect).tolist(), lambda i: _caught(in_range, events[i], known))
    if kept is not None:
        measured.keep(kept)
    return measured


def _quality(draft: Draft) -> Ints:
    n = len(draft.events)
    if "quality" not in draft.found.said:
        return np.zeros(n, np.int64)
    return np.fromiter(map(QUALITY.__getitem__, draft.column("quality")), np.int64, n)


def _convert(draft: Draft, measured: Measured) -> Column:
    """Values of other units into the registered one, unit by unit; answers those that cannot be."""
    wrong = np.zeros(len(draft.events), np.bool_)
    said, unit = coded(draft.column("unit"))
    pair = unit * len(measured.names) + measured.metric
    for number in np.flatnonzero(np.bincount(pair)).tolist():
        name, row = said[number // len(measured.names)], measured.rows[number % len(measured.names)]
        if name is None or not row.registered or units.same(name, row.unit):
            continue
        of_pair = pair == number
        try:
            with np.errstate(over="ignore"):  # what becomes infinite is out of range
                measured.value[of_pair] = units.convert(measured.value[of_pair], name, row.unit, "")
        except Bad:
            wrong |= of_pair
    return wrong


def _caught(check: Callable[..., Any], *args: Any) -> Bad | None:
    try:
        check(*args)
    except Bad as bad:
        return bad
    return None


def in_range(event: Reading, known: Known) -> float:
    """The value in the registered unit, within what the metric can be; a missing value is not judged."""
    metric = known.metric(event.metric)
    value = event.value
    if event.unit is not None and metric.registered:
        value = units.convert(value, event.unit, metric.unit, event.metric)
    if event.quality != "missing" and not metric.min <= value <= metric.max:
        allowed = f"{metric.min:g} to {metric.max:g} {metric.unit}"
        raise Bad("out_of_range", f"value of {event.metric} is {value!r} {metric.unit}; allowed are {allowed}")
    return value
