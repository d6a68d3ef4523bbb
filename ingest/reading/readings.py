"""Readings as numpy columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import xxhash

from ingest.binary import Column, Floats, Ints
from ingest.curious import Curiosities
from ingest.fields import Time
from ingest.known import Known
from ingest.model import Batch, Decoded
from ingest.reading.batches import Fast, Times, coded, opened
from ingest.reading.checks import MISSING as MISSING
from ingest.reading.checks import Draft, Measured, settle
from ingest.reading.odd import count
from ingest.reading.places import Extra, extras, of, own_places

if TYPE_CHECKING:
    from ingest.streams.iot_reading import Reading

# Quotation marks: six keys with four texts, and what each optional field adds.
_QUOTES, _OPTIONAL = 20, {"unit": 4, "quality": 4, "lon": 2, "lat": 2, "datum": 4}


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


def decoder(struct: type[Reading], written: type[Any]) -> Callable[[Batch, Known], Decoded]:
    """`written` is the struct with its time still as text."""
    times = Times(Time)
    fast = Fast(
        msgspec.json.Decoder(written).decode,
        _QUOTES,
        _OPTIONAL,
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
        counted_us=draft.at_us - of(at_end, measured.metric),
        value=measured.value,
        event_hash=hashes(draft.column("event_id")),
        source_no=of(np.array([s.source_no if s else 0 for s in sources], np.int64), source),
        metric_no=of(np.array([m.metric_no for m in measured.rows], np.int64), measured.metric),
        area_no=of(np.array([known.area_no(area) for area in areas], np.int64), source),
        quality=measured.quality,
        located=of(np.array([area != "" for area in areas], np.bool_), source),
        extra=extras(draft, sources, source, known),
        metrics={m.metric_no: name for m, name in zip(measured.rows, measured.names, strict=True)},
    )
    own_places(rows, known)
    count(rows, draft, names, source, known, odd)
    return rows


def hashes(event_ids: list[str]) -> Ints:
    made = map(xxhash.xxh3_64_intdigest, map(str.encode, event_ids))
    return np.fromiter(made, np.uint64, len(event_ids)).view(np.int64)
