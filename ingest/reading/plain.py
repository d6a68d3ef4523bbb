"""What the compiled loops found in a batch, as a draft: each distinct text is judged once, for all records that have it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
import numpy as np

from core.columns import Column, Floats, Ints
from ingest.client.records import packed
from ingest.fields import Time
from ingest.native import Truths
from ingest.reading.coded import Coded
from ingest.reading.draft import DATUMS, QUALITIES, Draft, Spot, hashes
from ingest.reading.names import BROKEN, LIMIT, NONE, Names
from ingest.reading.scan import DATUM, EVENT_ID, LAT, LON, METRIC, OBSERVED_AT, QUALITY, SOURCE, UNIT, VALUE, Scan

NAME_CHARS, UNIT_CHARS = 64, 32


class Plain:
    """Remembers texts and times from one batch to the next."""

    def __init__(self) -> None:
        self._names = Names()
        self._times: dict[str | None, int | None] = {}

    def drafts(self, values: Sequence[bytes | None]) -> list[Draft]:
        """One, or none of an empty batch; a record that is in no way plain is in none."""
        if len(self._names.texts) > LIMIT:
            self._names.forget()
            self._times.clear()
        parts = [self._part(Scan(one.body, one.begins, one.lengths)) for one in packed(values)]
        columns = [np.concatenate(column, axis=-1) for column in zip(*parts, strict=True)]
        return [self._draft(*columns)] if columns else []

    def _part(self, scan: Scan) -> tuple[Truths, Floats, Ints, Ints]:
        """All that needs the bytes, while they are in the processor's cache."""
        event_hash, good = np.zeros(len(scan.good), np.int64), np.flatnonzero(scan.good)
        event_hash[good] = hashes(scan.texts(EVENT_ID, good))
        return scan.good, scan.numbers, self._names.codes(scan), event_hash

    def _draft(self, good: Truths, numbers: Floats, codes: Ints, event_hash: Ints) -> Draft:
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
