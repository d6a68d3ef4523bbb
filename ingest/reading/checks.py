"""What can be wrong with a reading beyond its form: place, time, unit and range."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from core.columns import Column
from ingest.fields import CLOCK_SKEW, EARLIEST, in_time
from ingest.known import Known, MetricRow, Position, position
from ingest.model import Bad, Dead
from ingest.reading import units
from ingest.reading.draft import Draft, Spot

if TYPE_CHECKING:
    from ingest.streams.iot_reading import Reading

MISSING = 2


@dataclass(slots=True)
class Judge:
    """Takes out of a draft what is wrong; `event` answers the whole record at a place of the batch, for the sentence about it."""

    draft: Draft
    known: Known
    event: Callable[[int], Reading]
    dead: list[Dead]

    def drop(self, suspects: Iterable[int], problem: Callable[[int], Bad | None]) -> Column | None:
        """Move those of the suspects that have a problem to the dead; answers what was kept, None when all was."""
        bad = {i: b for i in suspects if (b := problem(i)) is not None}
        if not bad:
            return None
        for i, b in bad.items():
            source = self.draft.source.names[self.draft.source.place[i]]
            self.dead.append(Dead(int(self.draft.index[i]), b.reason, b.sentence, source))
        kept = np.ones(len(self.draft), np.bool_)
        kept[list(bad)] = False
        self.draft = self.draft.take(kept)
        return kept

    def whole(self, i: int) -> Reading:
        return self.event(int(self.draft.index[i]))


@dataclass(slots=True)
class Settled:
    """Good readings: the draft with its values in the registered units, WGS84 positions by `draft.spot`, metrics by name."""

    draft: Draft
    places: list[Position | None]
    metrics: list[MetricRow]


def settle(judge: Judge) -> Settled:
    """Take out what is wrong in place, time, unit or range, and number the sources."""
    places = _place(judge)
    _time(judge)
    judge.known.learn(_seen(judge.draft, places))
    metrics = _measure(judge)
    return Settled(judge.draft, places, metrics)


def _place(judge: Judge) -> list[Position | None]:
    judged = [_judged(spot) for spot in judge.draft.spot.names]
    bad = {place: b for place, b in enumerate(judged) if isinstance(b, Bad)}
    if bad:
        spot = judge.draft.spot.place
        judge.drop(np.flatnonzero(np.isin(spot, list(bad))).tolist(), lambda i: bad[int(spot[i])])
    return [None if isinstance(p, Bad) else p for p in judged]


def _judged(spot: Spot | None) -> Position | Bad | None:
    try:
        return position(*spot) if spot else None
    except Bad as bad:
        return bad


def _time(judge: Judge) -> None:
    now = judge.known.now()
    kept_since = judge.known.city.kept_since("raw.reading", now)
    first, last = (kept_since or EARLIEST).timestamp() * 1e6, (now + CLOCK_SKEW).timestamp() * 1e6
    at_us = judge.draft.at_us
    odd = np.flatnonzero((at_us < first) | (at_us > last)).tolist()
    judge.drop(odd, lambda i: _caught(in_time, "observed_at", judge.whole(i).observed_at, now, kept_since))


def _seen(draft: Draft, places: list[Position | None]) -> dict[str, Position | None]:
    """The sources, each with its first own position."""
    there = np.bincount(draft.source.place, minlength=len(draft.source.names))
    seen: dict[str, Position | None] = {draft.source.names[n]: None for n in np.flatnonzero(there).tolist()}
    placed = np.flatnonzero(draft.spot.each(np.array([p is not None for p in places], np.bool_)))
    pairs = zip(draft.source.place[placed].tolist(), draft.spot.place[placed].tolist(), strict=True)
    for source, spot in reversed(list(dict.fromkeys(pairs))):
        seen[draft.source.names[source]] = places[spot]
    return seen


def _measure(judge: Judge) -> list[MetricRow]:
    draft, metrics = judge.draft, [judge.known.metric(name) for name in judge.draft.metric.names]
    suspect = _convert(draft, metrics)
    low, high = (draft.metric.each(np.array([getattr(m, end) for m in metrics], np.float64)) for end in ("min", "max"))
    suspect |= (draft.quality != MISSING) & ~((low <= draft.value) & (draft.value <= high))
    judge.drop(np.flatnonzero(suspect).tolist(), lambda i: _caught(in_range, judge.whole(i), judge.known))
    return metrics


def _convert(draft: Draft, metrics: list[MetricRow]) -> Column:
    """Values of other units into the registered one, unit by unit; answers those that cannot be."""
    wrong = np.zeros(len(draft), np.bool_)
    pair = draft.unit.place * len(metrics) + draft.metric.place
    for number in np.flatnonzero(np.bincount(pair)).tolist():
        name, row = draft.unit.names[number // len(metrics)], metrics[number % len(metrics)]
        if name is None or not row.registered or units.same(name, row.unit):
            continue
        of_pair = pair == number
        try:
            with np.errstate(over="ignore"):  # what becomes infinite is out of range
                draft.value[of_pair] = units.convert(draft.value[of_pair], name, row.unit, "")
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
