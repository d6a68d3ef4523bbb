"""A batch of readings as columns that say what was written, before anything of it is judged beyond its form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import xxhash

from ingest.binary import Column, Floats, Ints
from ingest.careful import bounded, tree, typed, unknown
from ingest.client.records import packed
from ingest.fields import Datum, Time
from ingest.model import Bad, Batch, Dead
from ingest.native import Truths
from ingest.reading.coded import Coded
from ingest.reading.names import BROKEN, LIMIT, NONE, Names
from ingest.reading.scan import (
    DATUM,
    EVENT_ID,
    LAT,
    LON,
    METRIC,
    OBSERVED_AT,
    QUALITY,
    SOURCE,
    UNIT,
    VALUE,
    Scan,
)  # fmt: skip

if TYPE_CHECKING:
    from ingest.streams.iot_reading import Reading

QUALITIES = {None: 0, "ok": 0, "suspect": 1, "missing": 2}
DATUMS: dict[str | None, Datum] = {None: "wgs84"} | {datum: datum for datum in Datum.__args__}  # type: ignore[attr-defined]
NAME_CHARS, UNIT_CHARS = 64, 32
Spot = tuple[float, float, Datum]


@dataclass(slots=True)
class Draft:
    """Columns of equal length; `index` is the place in the batch, `spot` the own position as it was written."""

    index: Ints
    at_us: Ints
    value: Floats
    event_hash: Ints
    quality: Ints
    source: Coded[str]
    metric: Coded[str]
    unit: Coded[str | None]
    spot: Coded[Spot | None]

    def __len__(self) -> int:
        return len(self.index)

    def take(self, which: Column) -> Draft:
        columns: dict[str, Any] = {one.name: getattr(self, one.name) for one in fields(self)}
        taken: dict[str, Any] = {n: c.take(which) if isinstance(c, Coded) else c[which] for n, c in columns.items()}
        return Draft(**taken)


@dataclass(slots=True)
class Forms:
    """What the records of a batch are in form: drafts, what is in no draft, and unknown fields by place."""

    drafts: list[Draft]
    dead: list[Dead]
    extra: dict[int, dict[str, Any]]


class Reader:
    """Remembers texts and times from one batch to the next."""

    def __init__(self, struct: type[Reading]) -> None:
        self._struct = struct
        self._names = Names()
        self._times: dict[str | None, int | None] = {}

    def read(self, batch: Batch) -> Forms:
        if len(self._names.texts) > LIMIT:
            self._names.forget()
            self._times.clear()
        found = Forms([], [], {})
        parts = [self._part(Scan(one.body, one.begins, one.lengths)) for one in packed(batch.values)]
        if parts:
            found.drafts.append(
                self._plain(*(np.concatenate(columns, axis=-1) for columns in zip(*parts, strict=True)))
            )
        plain = np.zeros(len(batch.values), np.bool_)
        for draft in found.drafts:
            plain[draft.index] = True
        events = list(self._careful(batch, np.flatnonzero(~plain).tolist(), found))
        if events or not found.drafts:
            found.drafts.append(of_events(events))
        return found

    def event(self, value: bytes | None) -> Reading:
        """The whole record, or Bad."""
        return typed(tree(bounded(value)), self._struct)

    def _part(self, scan: Scan) -> tuple[Truths, Floats, Ints, Ints]:
        """All that needs the bytes, while they are in the processor's cache."""
        event_hash, good = np.zeros(len(scan.good), np.int64), np.flatnonzero(scan.good)
        event_hash[good] = hashes(scan.texts(EVENT_ID, good))
        return scan.good, scan.numbers, self._names.codes(scan), event_hash

    def _plain(self, good: Truths, numbers: Floats, codes: Ints, event_hash: Ints) -> Draft:
        named = self._named(codes)
        at_us, timely = self._at_us(named[OBSERVED_AT])
        good &= timely & _in_bounds(numbers)
        for field, test in _ALLOWED.items():
            good &= _each(named[field], test)
        if not good.all():
            named = self._named(codes[:, good])
        index, numbers, quality = np.flatnonzero(good), numbers[:, good], named[QUALITY]
        return Draft(
            index=index,
            at_us=at_us[good],
            value=numbers[0],
            event_hash=event_hash[good],
            quality=quality.each(np.array([QUALITIES[name] for name in quality.names], np.int64)),
            source=named[SOURCE],
            metric=named[METRIC],
            unit=named[UNIT],
            spot=_spots(numbers[LON - VALUE], numbers[LAT - VALUE], named[DATUM]),
        )

    def _named(self, codes: Ints) -> dict[int, Coded[Any]]:
        return {field: coded(codes[field - SOURCE], self._names.texts) for field in range(SOURCE, DATUM + 1)}

    def _at_us(self, said: Coded[str | None]) -> tuple[Ints, Column]:
        """Microseconds since 1970, and whether there are any: many records share one moment."""
        for text in said.names:
            if text not in self._times:
                self._times[text] = _us(text)
        us = [self._times[text] for text in said.names]
        return said.each(np.array([one or 0 for one in us], np.int64)), said.each(
            np.array([one is not None for one in us], np.bool_)
        )

    def _careful(self, batch: Batch, places: Iterable[int], found: Forms) -> Iterator[tuple[int, Reading]]:
        for index in places:
            try:
                written = tree(bounded(batch.values[index]))
                event = typed(written, self._struct)
            except Bad as bad:
                found.dead.append(Dead(index, bad.reason, bad.sentence, source_of(batch.values[index])))
                continue
            if extra := unknown(written, self._struct):
                found.extra[index] = extra
            yield index, event


def of_events(found: list[tuple[int, Reading]]) -> Draft:
    events = [event for _, event in found]
    spots = [None if e.lon is None and e.lat is None else (e.lon, e.lat, e.datum or "wgs84") for e in events]
    return Draft(
        index=np.array([index for index, _ in found], np.int64),
        at_us=np.array([round(e.observed_at.timestamp() * 1e6) for e in events], np.int64),
        value=np.array([e.value for e in events], np.float64),
        event_hash=hashes([e.event_id.encode() for e in events]),
        quality=np.array([QUALITIES[e.quality] for e in events], np.int64),
        source=Coded.of([e.source_id for e in events]),
        metric=Coded.of([e.metric for e in events]),
        unit=Coded.of([e.unit for e in events]),
        spot=Coded.of(spots),  # type: ignore[arg-type]
    )


def hashes(event_ids: list[bytes]) -> Ints:
    return np.fromiter(map(xxhash.xxh3_64_intdigest, event_ids), np.uint64, len(event_ids)).view(np.int64)


def coded(codes: Ints, texts: list[str]) -> Coded[str | None]:
    """Numbers of `texts` as a column of its own few."""
    used = np.flatnonzero(np.bincount(codes - NONE, minlength=1))
    places = np.zeros(len(texts) + 1, np.int64)
    places[used] = np.arange(len(used))
    return Coded(
        [texts[code] if (code := number + NONE) != NONE else None for number in used.tolist()], places[codes - NONE]
    )


def _each(column: Coded[Any], test: Callable[[Any], bool]) -> Column:
    return column.each(np.array([name != BROKEN and test(name) for name in column.names], np.bool_))


def _in_bounds(numbers: Floats) -> Column:
    lon, lat = numbers[LON - VALUE], numbers[LAT - VALUE]
    inside: Column = np.isnan(lon) | ((np.abs(lon) <= 180) & (np.abs(lat) <= 90))
    return inside


def _is_name(text: str | None) -> bool:
    return text is not None and 1 <= len(text) <= NAME_CHARS


def _is_unit(text: str | None) -> bool:
    return text is None or len(text) <= UNIT_CHARS


_ALLOWED: dict[int, Callable[[str | None], bool]] = {
    SOURCE: _is_name,
    METRIC: _is_name,
    UNIT: _is_unit,
    QUALITY: QUALITIES.__contains__,
    DATUM: DATUMS.__contains__,
}


def _us(text: str | None) -> int | None:
    try:
        return round(msgspec.convert(text, Time).timestamp() * 1e6)
    except ValueError:
        return None


def _spots(lon: Floats, lat: Floats, datum: Coded[str | None]) -> Coded[Spot | None]:
    """A device repeats its position, so that few are looked at."""
    if np.isnan(lon).all():
        return Coded([None], np.zeros(len(lon), np.int64))
    written = np.where(np.isnan(lon), 999.0 + 0j, lon + 1j * lat)
    points, point = np.unique(written, return_inverse=True)
    pairs, place = np.unique(point * len(datum.names) + datum.place, return_inverse=True)
    said = [(points[pair // len(datum.names)], datum.names[pair % len(datum.names)]) for pair in pairs.tolist()]
    return Coded([None if z == 999 else (float(z.real), float(z.imag), DATUMS[d]) for z, d in said], place)


def source_of(value: bytes | None, names: tuple[str, ...] = ("source_id", "camera_id")) -> str | None:
    """The source a bad record names, when it can be read at all."""
    try:
        written = tree(bounded(value))
    except Bad:
        return None
    return next((s[:64] for n in names if isinstance(s := written.get(n), str)), None)
