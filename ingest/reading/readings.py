"""Readings as numpy columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from core.columns import Column, Floats, Ints
from ingest.curious import Curiosities
from ingest.known import Known
from ingest.model import Batch, Decoded
from ingest.reading.checks import MISSING as MISSING
from ingest.reading.checks import Judge, Settled, settle
from ingest.reading.form import Reader
from ingest.reading.odd import count
from ingest.reading.places import Extra, extras, own_places

if TYPE_CHECKING:
    from ingest.streams.iot_reading import Reading


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


def decoder(struct: type[Reading]) -> Callable[[Batch, Known], Decoded]:
    reader = Reader(struct)

    def decode(batch: Batch, known: Known) -> Decoded:
        found, odd = reader.read(batch), Curiosities()
        judges = [Judge(draft, known, lambda i: reader.event(batch.values[i]), found.dead) for draft in found.drafts]
        rows = _joined([_columns(settle(judge), found.extra, known, odd) for judge in judges])
        return Decoded(rows, len(rows), found.dead, odd)

    return decode


def _columns(good: Settled, unknown: dict[int, dict[str, Any]], known: Known, odd: Curiosities) -> Readings:
    draft = good.draft
    sources = [known.source(name) for name in draft.source.names]
    areas = [s.area_id if s else "" for s in sources]
    number = draft.metric.each(np.array([m.metric_no for m in good.metrics], np.int64))
    rows = Readings(
        index=draft.index,
        at_us=draft.at_us,
        counted_us=draft.at_us - draft.metric.each(np.array([m.stamped_at_end for m in good.metrics], np.int64)),
        value=draft.value,
        event_hash=draft.event_hash,
        source_no=draft.source.each(np.array([s.source_no if s else 0 for s in sources], np.int64)),
        metric_no=number,
        area_no=draft.source.each(np.array([known.area_no(area) for area in areas], np.int64)),
        quality=draft.quality,
        located=draft.source.each(np.array([area != "" for area in areas], np.bool_)),
        extra=extras(good, unknown, sources, known),
        metrics={m.metric_no: name for m, name in zip(good.metrics, draft.metric.names, strict=True)},
    )
    own_places(rows, known)
    count(rows, draft, unknown, known, odd)
    return rows


def _joined(parts: list[Readings]) -> Readings:
    """In the order of the batch: what was read the careful way stands where it came."""
    if len(parts) == 1:
        return parts[0]
    columns = {name: np.concatenate([getattr(part, name) for part in parts]) for name in COLUMNS}
    extra = {index: one for part in parts for index, one in part.extra.items()}
    metrics = {number: name for part in parts for number, name in part.metrics.items()}
    rows = Readings(**columns, extra=extra, metrics=metrics)
    return rows.take(np.argsort(rows.index))
