"""What can be wrong with a reading beyond its form: place, time, unit and range."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ingest import units
from ingest.batches import Opened
from ingest.fields import CLOCK_SKEW, EARLIEST, in_time
from ingest.known import Known, Position, position
from ingest.model import Bad, Dead

if TYPE_CHECKING:
    from ingest.streams.iot_reading import Reading


def settle(found: Opened[Reading], known: Known) -> dict[int, Position]:
    """Take out what is wrong in place, time, unit or range, number the sources; answers own positions by place."""
    places = _places(found)
    _drop(found, _odd_times(found, known), lambda _, e: _caught(in_time, "observed_at", e.observed_at, known.now()))
    known.learn(_seen(found, places))
    _drop(found, _odd_values(found, known), lambda _, e: _caught(in_range, e, known))
    return places


def _seen(found: Opened[Reading], places: dict[int, Position]) -> dict[str, Position | None]:
    seen: dict[str, Position | None] = dict.fromkeys(e.source_id for e in found.events)
    for index, event in zip(found.indexes, found.events, strict=True) if places else ():
        if index in places and seen[event.source_id] is None:
            seen[event.source_id] = places[index]
    return seen


def _places(found: Opened[Reading]) -> dict[int, Position]:
    places: dict[int, Position] = {}

    def place(index: int, event: Reading) -> Bad | None:
        try:
            if at := position(event.lon, event.lat, event.datum):
                places[index] = at
        except Bad as bad:
            return bad
        return None

    _drop(found, [i for i, e in enumerate(found.events) if e.lon is not None or e.lat is not None], place)
    return places


def _odd_times(found: Opened[Reading], known: Known) -> list[int]:
    latest = known.now() + CLOCK_SKEW
    return [i for i, e in enumerate(found.events) if not EARLIEST <= e.observed_at <= latest]


def _odd_values(found: Opened[Reading], known: Known) -> list[int]:
    """Only these need a closer look: a unit of their own, or a value beyond the metric's bounds."""
    metrics = {name: known.metric(name) for name in {e.metric for e in found.events}}
    bounds = {name: (m.min, m.max) for name, m in metrics.items()}
    events = enumerate(found.events)
    return [i for i, e in events if e.unit is not None or not bounds[e.metric][0] <= e.value <= bounds[e.metric][1]]


def _drop(found: Opened[Reading], suspects: list[int], problem: Callable[[int, Reading], Bad | None]) -> None:
    """Move those of the suspects (numbers in `found.events`) that have a problem to the dead."""
    judged = [(i, problem(found.indexes[i], found.events[i])) for i in suspects]
    bad = {i: problem for i, problem in judged if problem is not None}
    if not bad:
        return
    found.dead.extend(Dead(found.indexes[i], b.reason, b.sentence, found.events[i].source_id) for i, b in bad.items())
    kept = [i for i in range(len(found.events)) if i not in bad]
    found.indexes[:] = [found.indexes[i] for i in kept]
    found.events[:] = [found.events[i] for i in kept]


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
