"""Readings as numpy columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import xxhash

from ingest.batches import Fast, Times, coded, opened
from ingest.binary import Column, Floats, Ints, at
from ingest.careful import capped
from ingest.curious import Curiosities
from ingest.fields import Time
from ingest.known import Known, Position, SourceRow
from ingest.model import Batch, Decoded
from ingest.reading_checks import MISSING as MISSING
from ingest.reading_checks import Draft, Measured, settle

if TYPE_CHECKING:
    from ingest.streams.iot_reading import Reading

LATE = timedelta(hours=1)
_SAME_PLACE_DEG = 1e-5  # about a metre: the device repeats the position of the register
_BARE_QUOTES = 20  # six keys with four texts


@dataclass(slots=True)
class Extra:
    """What a reading says beyond the plain row."""

    position: Position | None = None
    area_id: str | None = None
    fields: dict[str, Any] | None = None


@dataclass(slots=True)
class Readings:
    """Columns of equal length; `index` is the place in the batch, `extra` is by that place.

    `counted_us` lies inside the bucket that counts the reading: a metric stamped at the end belongs to what ends there.
    """

    index: Ints
    at_us: Ints
    counted_us: Ints
    value: Floats
    event_hash: Ints
    source_no: Ints
    metric_no: Ints
    area_no: Ints
    quality: Ints
    located: Column
    extra: dict[int, Extra]
    metrics: dict[int, str]

    def __len__(self) -> int:
        return len(self.index)

    def __getitem__(self, which: slice) -> Readings:
        return self.take(which)

    def take(self, which: Any) -> Readings:
        columns = {name: getattr(self, name)[which] for name in COLUMNS}
        return Readings(**columns, extra=self.extra, metrics=self.metrics)


COLUMNS = (
    "index", "at_us", "counted_us", "value", "event_hash", "source_no", "metric_no", "area_no", "quality", "located",
)  # fmt: skip


def optional_quotes(events: list[Reading]) -> int:
    """Quotation marks of what is optional: a key, and a text for some."""
    n = len(events)
    texts = 3 * n - sum(list(map(attrgetter(name), events)).count(None) for name in ("unit", "quality", "datum"))
    numbers = 2 * n - sum(list(map(attrgetter(name), events)).count(None) for name in ("lon", "lat"))
    return 4 * texts + 2 * numbers


def decoder(struct: type[Reading], written: type[Any]) -> Callable[[Batch, Known], Decoded]:
    """`written` is the struct with its time still as text."""
    times = Times(Time)
    fast = Fast(
        msgspec.json.Decoder(written).decode,
        _BARE_QUOTES,
        optional_quotes,
        lambda events: list(map(times.__getitem__, map(attrgetter("observed_at"), events))),
    )

    def decode(batch: Batch, known: Known) -> Decoded:
        found = opened(batch.values, struct, fast)
        odd = Curiosities()
        rows = _columns(*settle(found, known), known, odd)
        return Decoded(rows, len(rows), found.dead, odd)

    return decode


def _columns(draft: Draft, measured: Measured, known: Known, odd: Curiosities) -> Readings:
    names, source = coded(draft.column("source_id"))
    sources = [known.source(name) for name in names]
    areas = [s.area_id if s else "" for s in sources]
    at_end = np.array([m.stamped_at_end for m in measured.rows], np.int64)
    rows = Readings(
        index=draft.index,
        at_us=draft.at_us,
        counted_us=draft.at_us - _of(at_end, measured.metric),
        value=measured.value,
        event_hash=hashes(draft.column("event_id")),
        source_no=_of(np.array([s.source_no if s else 0 for s in sources], np.int64), source),
        metric_no=_of(np.array([m.metric_no for m in measured.rows], np.int64), measured.metric),
        area_no=_of(np.array([known.area_no(area) for area in areas], np.int64), source),
        quality=measured.quality,
        located=_of(np.array([area != "" for area in areas], np.bool_), source),
        extra=_extra(draft, sources, source, known),
        metrics={m.metric_no: name for m, name in zip(measured.rows, measured.names, strict=True)},
    )
    _own_places(rows, known)
    _count(rows, names, source, known, odd)
    for fields in draft.found.extra.values():
        for name, value in fields.items():
            odd.add("unknown_field", name, repr(value))
    return rows


def _of(table: Column, place: Ints) -> Column:
    return table[place] if len(table) else place


def hashes(event_ids: list[str]) -> Ints:
    made = map(xxhash.xxh3_64_intdigest, map(str.encode, event_ids))
    return np.fromiter(made, np.uint64, len(event_ids)).view(np.int64)


def _extra(draft: Draft, sources: list[SourceRow | None], source: Ints, known: Known) -> dict[int, Extra]:
    extra = {i: Extra(fields=capped(fields)) for i, fields in draft.found.extra.items()}
    moved = [] if draft.found.bare else _moved(draft, sources, source)
    for (index, place), area in zip(moved, known.areas([p for _, p in moved]), strict=True):
        extra.setdefault(index, Extra()).position = place
        extra[index].area_id = area
    return extra


def _moved(draft: Draft, sources: list[SourceRow | None], source: Ints) -> list[tuple[int, Position]]:
    """Readings taken elsewhere than their source stands; looked at once for each source and position."""
    pairs, which = np.unique(draft.spot * len(sources) + source, return_inverse=True)
    spots = [(draft.spots[p // len(sources)], sources[p % len(sources)]) for p in pairs.tolist()]
    away = np.array([p is not None and _elsewhere(p, s) for p, s in spots], np.bool_)
    rows = np.flatnonzero(_of(away, which)).tolist()
    return [(int(draft.index[i]), p) for i in rows if (p := draft.spots[draft.spot[i]]) is not None]


def _elsewhere(place: Position, row: SourceRow | None) -> bool:
    if row is None or row.lon is None or row.lat is None:
        return True
    return abs(row.lon - place[0]) > _SAME_PLACE_DEG or abs(row.lat - place[1]) > _SAME_PLACE_DEG


def _own_places(rows: Readings, known: Known) -> None:
    """An own position decides about located; one outside all areas counts for the area of the source."""
    own = sorted((i, extra.area_id) for i, extra in rows.extra.items() if extra.area_id is not None)
    if not own:
        return
    which = np.searchsorted(rows.index, [i for i, _ in own])
    rows.located[which] = [area != "" for _, area in own]
    rows.area_no[which] = [
        known.area_no(area) if area else no for (_, area), no in zip(own, rows.area_no[which], strict=True)
    ]


def _count(rows: Readings, names: list[str], source: Ints, known: Known, odd: Curiosities) -> None:
    """Count unknown codes, late and unlocated readings."""
    for number, name in rows.metrics.items():
        if not known.metric(name).registered:
            odd.add("unknown_code", name, f"metric {name}", int((rows.metric_no == number).sum()))
    late = int((rows.at_us < (known.now() - LATE).timestamp() * 1e6).sum())
    if late:
        odd.add("late", "over 1 h", str(at(int(rows.at_us.min()))), late)
    unlocated = np.bincount(source[~rows.located], minlength=len(names))
    for place in np.flatnonzero(unlocated).tolist():
        odd.add("unlocated", names[place], f"source {names[place]}", int(unlocated[place]))
