"""Low-volume streams: each record decoded carefully, its id remembered, its row written once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any, Generic, NamedTuple, TypeVar

import msgspec

from ingest.careful import bounded, capped, shown, tree, typed, unknown
from ingest.curious import Curiosities
from ingest.known import Known, Position
from ingest.model import Bad, Batch, Dead, Decoded, Event, Written
from ingest.sink import Transaction

S = TypeVar("S", bound=msgspec.Struct)
Row = dict[str, Any]
LATE = timedelta(hours=1)


class Shape(NamedTuple, Generic[S]):
    """How records of one stream become rows. `row` gets the struct and adds what is odd; it raises Bad."""

    stream: str
    struct: type[S]
    columns: tuple[str, ...]
    at: Callable[[S], datetime | None]
    source: Callable[[S], str]
    row: Callable[[S, Known, Curiosities], Row]
    place: Callable[[S], Position | None] = lambda event: None
    source_kind: str = ""
    hidden: frozenset[str] = frozenset()
    clean: Callable[[Row, Known], Row] = lambda fields, known: fields


def decoder(shape: Shape[S]) -> Callable[[Batch, Known], Decoded]:
    def decode(batch: Batch, known: Known) -> Decoded:
        dead: list[Dead] = []
        odd = Curiosities()
        opened = list(_opened(batch, shape, known, dead, odd))
        if shape.source_kind:
            known.learn({shape.source(e): shape.place(e) for _, e, _ in opened}, shape.source_kind)
        events = list(_events(opened, shape, known, dead, odd))
        _locate(events, known, odd)
        return Decoded(events, len(events), dead, odd)

    return decode


def _opened(
    batch: Batch, shape: Shape[S], known: Known, dead: list[Dead], odd: Curiosities
) -> Iterator[tuple[int, S, Row]]:
    for index, value in enumerate(batch.values):
        source_id = None
        try:
            fields = tree(bounded(value))
            event = typed(fields, shape.struct, shape.hidden)
            source_id = shape.source(event)
            shape.place(event)
            yield index, event, shape.clean(fields, known)
        except Bad as bad:
            dead.append(Dead(index, bad.reason, bad.sentence, source_id))


def _events(
    opened: list[tuple[int, S, Row]], shape: Shape[S], known: Known, dead: list[Dead], odd: Curiosities
) -> Iterator[Event]:
    late = known.now() - LATE
    for index, event, fields in opened:
        try:
            row = shape.row(event, known, odd)
        except Bad as bad:
            dead.append(Dead(index, bad.reason, bad.sentence, shape.source(event)))
            continue
        at = shape.at(event)
        if at is not None and at < late:
            odd.add("late", "over 1 h", at.isoformat())
        row["extra"] = _extra(unknown(fields, shape.struct), odd)
        yield Event(index, fields["event_id"], _fingerprint(fields), at, row, shape.source(event))


def _extra(fields: Row, odd: Curiosities) -> str | None:
    for name, value in fields.items():
        odd.add("unknown_field", name, shown(value))
    kept = capped(fields)
    return msgspec.json.encode(kept).decode() if kept else None


def _fingerprint(fields: Row) -> bytes:
    """Equal for equal content, whatever the order of keys."""
    return hashlib.sha256(msgspec.json.encode(fields, order="deterministic")).digest()


def _locate(events: list[Event], known: Known, odd: Curiosities) -> None:
    """Give the rows without an area the one that holds their position; those without both are counted."""
    open_ = [e for e in events if e.row.get("area_id") == "" and e.row.get("lon") is not None]
    for event, area in zip(open_, known.areas([(e.row["lon"], e.row["lat"]) for e in open_]), strict=True):
        event.row["area_id"] = area
    for event in events:
        if event.row.get("area_id") == "":
            odd.add("unlocated", event.source_id, event.event_id)


def writer(
    shape: Shape[Any], after: Callable[[Transaction, Known, list[Event]], None]
) -> Callable[[Transaction, Known, Batch, list[Event]], Written]:
    def write(tx: Transaction, known: Known, batch: Batch, events: list[Event]) -> Written:
        written = Written()
        new = _unseen(tx, shape.stream, events, written)
        place = {"part": batch.part}
        rows = [e.row | place | {"event_id": e.event_id, "record_offset": batch.offsets[e.index]} for e in new]
        tx.copy_rows(f"copy_{shape.stream.replace('.', '_')}", ([row[c] for c in shape.columns] for row in rows))
        after(tx, known, new)
        return _counted(written, new)

    return write


def _unseen(tx: Transaction, stream: str, events: list[Event], written: Written) -> list[Event]:
    """The first record of each id not met before; the others are duplicates, or conflicts when they differ."""
    firsts: dict[str, Event] = {}
    for event in events:
        firsts.setdefault(event.event_id, event)
    ids = sorted(firsts)
    bodies = [firsts[i].body_sha256 for i in ids]
    fresh = {row["event_id"] for row in tx.rows("remember_event", stream=stream, ids=ids, bodies=bodies)}
    known = {r["event_id"]: r["body_sha256"] for r in tx.rows("seen_event", stream=stream, ids=ids)}
    for event in events:
        if event.event_id in fresh and event is firsts[event.event_id]:
            continue
        _repeat(event, bytes(known[event.event_id]), written)
    return [e for e in events if e.event_id in fresh and e is firsts[e.event_id]]


def _repeat(event: Event, body: bytes, written: Written) -> None:
    if event.body_sha256 == body:
        written.duplicates_n += 1
        return
    sentence = f"event_id {shown(event.event_id)} is stored with other content; allowed is a new id for new content"
    written.dead.append(Dead(event.index, "id_conflict", sentence, event.source_id))


def _counted(written: Written, new: list[Event]) -> Written:
    times = [e.observed_at for e in new if e.observed_at is not None]
    written.rows_n = len(new)
    # A later step of a ticket says nothing about the place (None): neither located nor not.
    written.unlocated_n = sum(e.row["area_id"] == "" for e in new)
    written.located_n = sum(bool(e.row["area_id"]) for e in new)
    written.newest_at = max(times, default=None)
    written.observed_s = [at.timestamp() for at in times]
    return written


def mark_minutes(tx: Transaction, family: str, measures: list[str], times: list[datetime]) -> None:
    """Mark (measure, minute) pairs dirty, each once."""
    minutes = {(m, at.replace(second=0, microsecond=0)) for m, at in zip(measures, times, strict=True)}
    if minutes:
        ordered = sorted(minutes)
        tx.later("mark_dirty", family=family, measures=[m for m, _ in ordered], minutes=[at for _, at in ordered])
