"""Events into the database: each id remembered once, each row written once, its minutes marked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any

from ingest import copytext
from ingest.careful import shown
from ingest.event.events import Shape
from ingest.event.seen import remember
from ingest.known import Known
from ingest.model import Batch, Dead, Event, Written
from ingest.sink import Transaction


def writer(
    shape: Shape[Any], after: Callable[[Transaction, Known, list[Event]], None]
) -> Callable[[Transaction, Known, Batch, list[Event]], Written]:
    values = attrgetter(*shape.columns)
    copy = f"copy_{shape.stream.replace('.', '_')}"

    def write(tx: Transaction, known: Known, batch: Batch, events: list[Event]) -> Written:
        written = Written()
        new = _unseen(tx, shape.stream, events, written)
        if not new:
            return written
        for event in new:
            event.row.part, event.row.record_offset = batch.part, batch.offsets[event.index]
        tx.copy(copy, copytext.lines([values(e.row) for e in new]))
        after(tx, known, new)
        return _counted(written, new)

    return write


def _unseen(tx: Transaction, stream: str, events: list[Event], written: Written) -> list[Event]:
    """The first record of each id not met before; the others are duplicates, or conflicts when they differ."""
    firsts: dict[str, Event] = {}
    repeats: list[Event] = []
    for event in events:
        if firsts.setdefault(event.event_id, event) is not event:
            repeats.append(event)
    seen = remember(tx, stream, {i: event.body_sha256 for i, event in firsts.items()})
    for event in repeats:
        _repeat(event, seen.get(event.event_id) or firsts[event.event_id].body_sha256, written)
    if not seen:
        return list(firsts.values())
    for event_id, body in seen.items():
        _repeat(firsts[event_id], body, written)
    return [e for e in firsts.values() if e.event_id not in seen]


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
    written.unlocated_n = sum([e.row.area_id == "" for e in new])
    written.located_n = sum([bool(e.row.area_id) for e in new])
    written.newest_at = max(times, default=None)
    written.observed_s = [at.timestamp() for at in times]
    return written


def mark_minutes(tx: Transaction, family: str, marks: Iterable[tuple[str, datetime]]) -> None:
    """Mark the minutes of (measure, time) pairs dirty, each once."""
    minutes = sorted({(measure, int(at.timestamp() // 60)) for measure, at in marks})
    if minutes:
        measures = copytext.array([measure for measure, _ in minutes])
        times = copytext.array([str(datetime.fromtimestamp(60 * minute, UTC)) for _, minute in minutes])
        tx.later("mark_dirty", family=family, measures=measures, minutes=times)
