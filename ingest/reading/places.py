"""Where readings were taken: their own positions, and what else they say beyond the plain row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ingest.careful import capped
from ingest.known import Known, Position, SourceRow
from ingest.reading.checks import Settled
from ingest.reading.coded import Coded

if TYPE_CHECKING:
    from ingest.reading.readings import Readings

_SAME_PLACE_DEG = 1e-5  # about a metre: the device repeats the position of the register


@dataclass(slots=True)
class Extra:
    """What a reading says beyond the plain row."""

    position: Position | None = None
    area_id: str | None = None
    fields: dict[str, Any] | None = None


def extras(
    good: Settled, unknown: dict[int, dict[str, Any]], sources: list[SourceRow | None], known: Known
) -> dict[int, Extra]:
    here = unknown.keys() & set(good.draft.index.tolist()) if unknown else ()
    extra = {i: Extra(fields=capped(unknown[i])) for i in here}
    moved = _moved(good, sources) if any(good.places) else []
    for (index, place), area in zip(moved, known.areas([p for _, p in moved]), strict=True):
        extra.setdefault(index, Extra()).position = place
        extra[index].area_id = area
    return extra


def _moved(good: Settled, sources: list[SourceRow | None]) -> list[tuple[int, Position]]:
    """Readings taken elsewhere than their source stands; looked at once for each source and position."""
    draft, n = good.draft, len(sources)
    pairs, which = np.unique(draft.spot.place * n + draft.source.place, return_inverse=True)
    spots = [(good.places[p // n], sources[p % n]) for p in pairs.tolist()]
    away = Coded(spots, which).each(np.array([p is not None and _elsewhere(p, s) for p, s in spots], np.bool_))
    rows = np.flatnonzero(away).tolist()
    return [(int(draft.index[i]), p) for i in rows if (p := good.places[draft.spot.place[i]]) is not None]


def _elsewhere(place: Position, row: SourceRow | None) -> bool:
    if row is None or row.lon is None or row.lat is None:
        return True
    return abs(row.lon - place[0]) > _SAME_PLACE_DEG or abs(row.lat - place[1]) > _SAME_PLACE_DEG


def own_places(rows: Readings, known: Known) -> None:
    """An own position decides about located; one outside all areas counts for the area of the source."""
    own = sorted((i, extra.area_id) for i, extra in rows.extra.items() if extra.area_id is not None)
    if not own:
        return
    which = np.searchsorted(rows.index, [i for i, _ in own])
    rows.located[which] = [area != "" for _, area in own]
    rows.area_no[which] = [
        known.area_no(area) if area else no for (_, area), no in zip(own, rows.area_no[which], strict=True)
    ]
