"""The form of a batch of readings: what is plain by compiled loops, every other record by itself with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ingest.careful import bounded, tree, typed, unknown
from ingest.model import Bad, Batch, Dead
from ingest.reading.draft import Draft, of_events
from ingest.reading.plain import Plain

if TYPE_CHECKING:
    from ingest.streams.iot_reading import Reading


@dataclass(slots=True)
class Forms:
    """What the records of a batch are in form: drafts, what is in no draft, and unknown fields by place."""

    drafts: list[Draft]
    dead: list[Dead]
    extra: dict[int, dict[str, Any]]


class Reader:
    def __init__(self, struct: type[Reading]) -> None:
        self._struct = struct
        self._plain = Plain()

    def read(self, batch: Batch) -> Forms:
        found = Forms(self._plain.drafts(batch.values), [], {})
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


def source_of(value: bytes | None, names: tuple[str, ...] = ("source_id", "camera_id")) -> str | None:
    """The source a bad record names, when it can be read at all."""
    try:
        written = tree(bounded(value))
    except Bad:
        return None
    return next((s[:64] for n in names if isinstance(s := written.get(n), str)), None)
