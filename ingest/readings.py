"""Readings as numpy columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import xxhash

from ingest.batches import Fast, Opened, opened
from ingest.binary import Column, Floats, Ints
from ingest.careful import capped
from ingest.curious import Curiosities
from ingest.known import Known, Position
from ingest.model import Batch, Decoded
from ingest.reading_checks import in_range, settle

if TYPE_CHECKING:
    from ingest.streams.iot_reading import Reading

QUALITY = {None: 0, "ok": 0, "suspect": 1, "missing": 2}
MISSING = 2
LATE = timedelta(hours=1)
_SAME_PLACE_DEG = 1e-5  # about a metre: the device repeats the position of the register


@dataclass(slots=True)
class Extra:
    """What a reading says beyond the plain row."""

    position: Position | None = None
    area_id: str | None = None
    fields: dict[str, Any] | None = None


@dataclass(slots=True)
class Readings:
    """Columns of equal length; `index` is the place in the batch, `extra` is by that place."""

    index: Ints
    at_us: Ints
    value: Floats
    event_hash: Ints
    source_no: Ints
    metric_no: Ints
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


COLUMNS = ("index", "at_us", "value", "event_hash", "source_no", "metric_no", "quality", "located")


def quotes(events: list[Reading]) -> int:
    """Quotation marks of these readings: six keys with four texts, and what is optional."""
    texts = sum((e.unit is not None) + (e.quality is not None) + (e.datum is not None) for e in events)
    numbers = sum((e.lon is not None) + (e.lat is not None) for e in events)
    return 20 * len(events) + 4 * texts + 2 * numbers


def decoder(struct: type[Reading]) -> Callable[[Batch, Known], Decoded]:
    fast = Fast(msgspec.json.Decoder(struct).decode, quotes)

    def decode(batch: Batch, known: Known) -> Decoded:
        found = opened(batch.values, struct, fast)
        curiosities = Curiosities()
        places = settle(found, known)
        rows = _columns(found, known, places, curiosities)
        return Decoded(rows, len(rows), found.dead, curiosities)

    return decode


def _columns(found: Opened[Reading], known: Known, places: dict[int, Position], odd: Curiosities) -> Readings:
    events, n = found.events, len(found.events)
    sources = [known.source(e.source_id) for e in events]
    metrics = [known.metric(e.metric) for e in events]
    rows = Readings(
        index=np.fromiter(found.indexes, np.int64, n),
        at_us=np.rint(np.fromiter((e.observed_at.timestamp() for e in events), np.float64, n) * 1e6).astype(np.int64),
        value=np.fromiter((e.value if e.unit is None else in_range(e, known) for e in events), np.float64, n),
        event_hash=np.fromiter((event_hash(e.event_id) for e in events), np.uint64, n).view(np.int64),
        source_no=np.fromiter((s.source_no for s in sources if s), np.int64, n),
        metric_no=np.fromiter((m.metric_no for m in metrics), np.int64, n),
        quality=np.fromiter((QUALITY[e.quality] for e in events), np.int64, n),
        located=np.fromiter((s.area_id != "" for s in sources if s), np.bool_, n),
        extra=_extra(found, known, places),
        metrics={m.metric_no: e.metric for m, e in zip(metrics, events, strict=True)},
    )
    _count(rows, found, known, odd)
    return rows


def event_hash(event_id: str) -> int:
    return xxhash.xxh3_64_intdigest(event_id.encode())


def _extra(found: Opened[Reading], known: Known, places: dict[int, Position]) -> dict[int, Extra]:
    extra = {i: Extra(fields=capped(fields)) for i, fields in found.extra.items()}
    moved = (
        [
            (i, places[i])
            for i, e in zip(found.indexes, found.events, strict=True)
            if i in places and _elsewhere(places[i], known, e.source_id)
        ]
        if places
        else []
    )
    for (index, place), area in zip(moved, known.areas([p for _, p in moved]), strict=True):
        extra.setdefault(index, Extra()).position = place
        extra[index].area_id = area
    return extra


def _elsewhere(place: Position, known: Known, source_id: str) -> bool:
    row = known.source(source_id)
    if row is None or row.lon is None or row.lat is None:
        return True
    return abs(row.lon - place[0]) > _SAME_PLACE_DEG or abs(row.lat - place[1]) > _SAME_PLACE_DEG


def _count(rows: Readings, found: Opened[Reading], known: Known, odd: Curiosities) -> None:
    """Count unknown fields and codes, late and unlocated readings; own positions decide about located."""
    for place, extra in rows.extra.items():
        if extra.area_id is not None:
            rows.located[rows.index == place] = extra.area_id != ""
    for name, value in ((n, v) for fields in found.extra.values() for n, v in fields.items()):
        odd.add("unknown_field", name, repr(value))
    _count_codes(rows, known, odd)
    late = int((rows.at_us < (known.now() - LATE).timestamp() * 1e6).sum())
    if late:
        odd.add("late", "over 1 h", str(found.events[int(rows.at_us.argmin())].observed_at), late)
    unlocated = Counter(found.events[i].source_id for i in np.flatnonzero(~rows.located).tolist())
    for name, n in unlocated.items():
        odd.add("unlocated", name, f"source {name}", n)


def _count_codes(rows: Readings, known: Known, odd: Curiosities) -> None:
    for number, name in rows.metrics.items():
        if not known.metric(name).registered:
            odd.add("unknown_code", name, f"metric {name}", int((rows.metric_no == number).sum()))
