"""Readings as columns that say what was written, before anything of it is judged beyond its form."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np
import xxhash

from core.columns import Column, Floats, Ints
from ingest.fields import Datum
from ingest.reading.coded import Coded

if TYPE_CHECKING:
    from ingest.streams.iot_reading import Reading

QUALITIES = {None: 0, "ok": 0, "suspect": 1, "missing": 2}
DATUMS: dict[str | None, Datum] = {None: "wgs84"} | {datum: datum for datum in Datum.__args__}  # type: ignore[attr-defined]
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
