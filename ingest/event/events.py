"""Low-volume streams: records become typed rows, placed and fingerprinted, a whole batch at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any, Generic, NamedTuple, TypeVar

import msgspec

from core.geo import Datum, many_to_wgs84
from ingest.careful import capped, shown, unknown
from ingest.curious import Curiosities
from ingest.event.quick import Fields, canonical, opened
from ingest.known import Known, Position, position
from ingest.model import Bad, Batch, Dead, Decoded, Event

S = TypeVar("S", bound=msgspec.Struct)
LATE = timedelta(hours=1)
_SHIFTED: tuple[Datum, ...] = ("gcj02", "bd09")


class Shape(NamedTuple, Generic[S]):
    """How records of one stream become rows.

    `row` gets the struct, its cleaned fields and its WGS84 position, adds what is odd and raises Bad. The struct it
    answers has the columns of the table as fields, among them event_id, area_id, extra, part and record_offset.
    """

    stream: str
    struct: type[S]
    columns: tuple[str, ...]
    at: Callable[[S], datetime | None]
    source: Callable[[S], str]
    row: Callable[[S, Fields, Position | None, Known, Curiosities], Any]
    placed: bool = False
    by_source: bool = True
    source_kind: str = ""
    hidden: frozenset[str] = frozenset()
    clean: Callable[[Fields, Known], Fields] = lambda fields, known: fields


class Open(msgspec.Struct, Generic[S], gc=False):
    """A good record on its way to a row."""

    number: int
    event: S
    fields: Fields
    place: Position | None = None


def decoder(shape: Shape[S]) -> Callable[[Batch, Known], Decoded]:
    def decode(batch: Batch, known: Known) -> Decoded:
        dead: list[Dead] = []
        odd = Curiosities()
        found = _placed(opened(batch, shape.struct, shape.hidden, dead), shape, dead)
        if shape.source_kind:
            _learn(found, shape, known)
        events = [event for one in found if (event := _event(one, shape, known, dead, odd))]
        odd.source = ""
        _locate(events, known, odd)
        _count_late(events, known, odd)
        return Decoded(events, len(events), dead, odd)

    return decode


def _placed(records: Iterable[tuple[int, S, Fields]], shape: Shape[S], dead: list[Dead]) -> list[Open[S]]:
    """Each record with its WGS84 position, if its stream has positions."""
    found = [Open(*record) for record in records]
    if not shape.placed:
        return found
    whole = [one for one in found if _position(one, shape, dead)]
    for datum in _SHIFTED:
        _move([one for one in whole if one.place and one.event.datum == datum], datum)  # type: ignore[attr-defined]
    return whole


def _position(one: Open[Any], shape: Shape[Any], dead: list[Dead]) -> bool:
    """Note the position as it was given; False when only half of it was."""
    try:
        one.place = position(one.event.lon, one.event.lat, None)
        return True
    except Bad as bad:
        dead.append(Dead(one.number, bad.reason, bad.sentence, shape.source(one.event)))
        return False


def _move(found: list[Open[Any]], datum: Datum) -> None:
    """All positions of a shifted datum in one go."""
    if not found:
        return
    lons, lats = many_to_wgs84([one.event.lon for one in found], [one.event.lat for one in found], datum)
    for one, place in zip(found, zip(lons.tolist(), lats.tolist(), strict=True), strict=True):
        one.place = place


def _learn(found: list[Open[S]], shape: Shape[S], known: Known) -> None:
    seen: dict[str, Position | None] = {}
    for one in found:
        source_id = shape.source(one.event)
        seen[source_id] = seen.get(source_id) or one.place
    known.learn(seen, shape.source_kind)


def _event(one: Open[S], shape: Shape[S], known: Known, dead: list[Dead], odd: Curiosities) -> Event | None:
    source_id = shape.source(one.event)
    odd.source = source_id if shape.by_source else ""
    try:
        fields = shape.clean(one.fields, known)
        row = shape.row(one.event, fields, one.place, known, odd)
    except Bad as bad:
        dead.append(Dead(one.number, bad.reason, bad.sentence, source_id))
        return None
    if not fields.keys() <= _names(shape.struct):
        row.extra = _extra(unknown(fields, shape.struct), odd)
    return Event(one.number, row.event_id, fingerprint(fields), shape.at(one.event), row, source_id)


def _names(struct: type[msgspec.Struct]) -> frozenset[str]:
    return _NAMES.get(struct) or _NAMES.setdefault(struct, frozenset(struct.__struct_fields__))


_NAMES: dict[type[msgspec.Struct], frozenset[str]] = {}


def _extra(fields: Fields, odd: Curiosities) -> str | None:
    for name, value in fields.items():
        odd.add("unknown_field", name, shown(value))
    kept = capped(fields)
    return msgspec.json.encode(kept).decode() if kept else None


def fingerprint(fields: Fields) -> bytes:
    """Equal for equal content, whatever the order of keys."""
    return hashlib.sha256(canonical(fields)).digest()


def _locate(events: list[Event], known: Known, odd: Curiosities) -> None:
    """Give the rows without an area the one that holds their position; those without both are counted."""
    nowhere = [e for e in events if e.row.area_id == ""]
    open_ = [e for e in nowhere if e.row.lon is not None]
    for event, area in zip(open_, known.areas([(e.row.lon, e.row.lat) for e in open_]), strict=True):
        event.row.area_id = area
    for event in nowhere:
        if event.row.area_id == "":
            odd.add("unlocated", event.source_id, event.event_id, source="")


def _count_late(events: list[Event], known: Known, odd: Curiosities) -> None:
    edge = known.now() - LATE
    late = [e.observed_at for e in events if e.observed_at is not None and e.observed_at < edge]
    if late:
        odd.add("late", "over 1 h", late[0].isoformat(), len(late), source="")
