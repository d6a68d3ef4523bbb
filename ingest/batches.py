"""Decode a whole batch: the fast way when nothing is odd, else record by record with reasons."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, NamedTuple, TypeVar

import msgspec

from ingest.careful import MAX_BYTES, bounded, tree, typed, unknown
from ingest.model import Bad, Dead

S = TypeVar("S", bound=msgspec.Struct)


class Opened(NamedTuple, Generic[S]):
    """Good records with their places in the batch; `extra` holds unknown fields by place."""

    indexes: list[int]
    events: list[S]
    extra: dict[int, dict[str, Any]]
    dead: list[Dead]


class Fast(NamedTuple, Generic[S]):
    """How to read many records at once: a typed decoder, and the quotation marks of given records."""

    decode: Callable[[bytes], S]
    quotes: Callable[[list[S]], int]


def plain(values: list[bytes | None], fast: Fast[S]) -> list[S] | None:
    """All records at once, or None when any needs a closer look.

    The decoder cannot see unknown or repeated keys. Quotation marks can: a record of exactly the set fields has
    `quotes` of them, and anything beyond that (one more key, a null) adds some and takes none away.
    """
    if not values or None in values:
        return None
    bodies: list[bytes] = values  # type: ignore[assignment]
    blob = b"".join(bodies)
    if b"\\" in blob or max(map(len, bodies)) > MAX_BYTES:
        return None
    try:
        events = [fast.decode(body) for body in bodies]
    except (ValueError, RecursionError):  # every decoder error is a ValueError; the careful way names it
        return None
    return events if blob.count(b'"') == fast.quotes(events) else None


def opened(values: list[bytes | None], struct: type[S], fast: Fast[S]) -> Opened[S]:
    """A batch of a high-volume stream."""
    events = plain(values, fast)
    if events is not None:
        return Opened(list(range(len(values))), events, {}, [])
    found: Opened[S] = Opened([], [], {}, [])
    for index, value in enumerate(values):
        one = plain([value], fast)
        if one is not None:
            found.indexes.append(index)
            found.events.append(one[0])
        else:
            _careful(index, value, struct, found)
    return found


def _careful(index: int, value: bytes | None, struct: type[S], found: Opened[S]) -> None:
    try:
        fields = tree(bounded(value))
        event = typed(fields, struct)
    except Bad as bad:
        found.dead.append(Dead(index, bad.reason, bad.sentence, source_of(value)))
        return
    found.indexes.append(index)
    found.events.append(event)
    if extra := unknown(fields, struct):
        found.extra[index] = extra


def source_of(value: bytes | None, names: tuple[str, ...] = ("source_id", "camera_id")) -> str | None:
    """The source a bad record names, when it can be read at all."""
    try:
        fields = tree(bounded(value))
    except Bad:
        return None
    return next((s[:64] for n in names if isinstance(s := fields.get(n), str)), None)
