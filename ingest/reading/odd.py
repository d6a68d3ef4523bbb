"""What is odd about good readings, counted by source: unknown fields and codes, late and unlocated ones."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from core.columns import Column, Ints, at
from ingest.curious import Curiosities
from ingest.known import Known
from ingest.reading.draft import Draft

if TYPE_CHECKING:
    from ingest.reading.readings import Readings

LATE = timedelta(hours=1)


def count(rows: Readings, draft: Draft, unknown: dict[int, dict[str, Any]], known: Known, odd: Curiosities) -> None:
    names, source = draft.source.names, draft.source.place
    if unknown:
        _fields(draft, unknown, odd)
    for number, code in rows.metrics.items():
        if not known.metric(code).registered:
            for name, n in _by_source(rows.metric_no == number, names, source):
                odd.add("unknown_code", code, f"metric {code}", n, name)
    late = int((rows.at_us < (known.now() - LATE).timestamp() * 1e6).sum())
    if late:
        odd.add("late", "over 1 h", str(at(int(rows.at_us.min()))), late)
    for name, n in _by_source(~rows.located, names, source):
        odd.add("unlocated", name, f"source {name}", n)


def _fields(draft: Draft, unknown: dict[int, dict[str, Any]], odd: Curiosities) -> None:
    for index, place in zip(draft.index.tolist(), draft.source.place.tolist(), strict=True):
        for name, value in unknown.get(index, {}).items():
            odd.add("unknown_field", name, repr(value), 1, draft.source.names[place])


def _by_source(which: Column, names: list[str], source: Ints) -> list[tuple[str, int]]:
    counts = np.bincount(source[which], minlength=len(names))
    return [(names[place], int(counts[place])) for place in np.flatnonzero(counts).tolist()]
