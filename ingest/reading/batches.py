"""Open a whole batch: the fast way when nothing is odd, else in ever smaller parts, and what is odd record by record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, Generic, NamedTuple, TypeVar

import msgspec
import numpy as np

from ingest.binary import Ints
from ingest.careful import MAX_BYTES, bounded, tree, typed, unknown
from ingest.model import Bad, Dead

S = TypeVar("S", bound=msgspec.Struct)
_QUOTE = ord('"')
_PART = 256  # records tried together when the whole batch has something odd


@dataclass(slots=True)
class Opened(Generic[S]):
    """Good records with their places in the batch; `extra` holds unknown fields by place.

    `said` are the optional fields that any of them has.
    """

    indexes: list[int] = field(default_factory=list)
    events: list[S] = field(default_factory=list)
    at_us: list[int] = field(default_factory=list)
    extra: dict[int, dict[str, Any]] = field(default_factory=dict)
    dead: list[Dead] = field(default_factory=list)
    said: set[str] = field(default_factory=set)


class Fast(NamedTuple, Generic[S]):
    """How to read many records at once.

    `quotes` are the quotation marks of a record without optional fields, `optional` those that each of these adds;
    `times` are microseconds, or a ValueError.
    """

    decode: Callable[[bytes], S]
    quotes: int
    optional: dict[str, int]
    times: Callable[[list[S]], list[int]]


class Plain(NamedTuple, Generic[S]):
    events: list[S]
    at_us: list[int]
    said: set[str]


def plain(values: list[bytes | None], fast: Fast[S]) -> Plain[S] | None:
    """All records at once, or None when any needs a closer look.

    The decoder cannot see unknown or repeated keys. Quotation marks can: a record of exactly the set fields has a known
    number of them, and anything beyond that (one more key, a null) adds some and takes none away.
    """
    if not values or None in values:
        return None
    bodies: list[bytes] = values  # type: ignore[assignment]
    blob = b"".join(bodies)
    if b"\\" in blob or max(map(len, bodies)) > MAX_BYTES:
        return None
    try:
        events = list(map(fast.decode, bodies))
        at_us = fast.times(events)
    except (ValueError, RecursionError):  # every decoder error is a ValueError; the careful way names it
        return None
    beyond = int(np.count_nonzero(np.frombuffer(blob, np.uint8) == _QUOTE)) - fast.quotes * len(events)
    counts = _optional(events, fast) if beyond else {}
    explained = sum(n * fast.optional[name] for name, n in counts.items())
    return Plain(events, at_us, {name for name, n in counts.items() if n}) if beyond == explained else None


def _optional(events: list[S], fast: Fast[S]) -> dict[str, int]:
    """How many events have each optional field."""
    return {name: len(events) - list(map(attrgetter(name), events)).count(None) for name in fast.optional}


def opened(values: list[bytes | None], struct: type[S], fast: Fast[S]) -> Opened[S]:
    """A batch of a high-volume stream."""
    found: Opened[S] = Opened()
    _open(0, values, struct, fast, found)
    return found


def _open(first: int, values: list[bytes | None], struct: type[S], fast: Fast[S], found: Opened[S]) -> None:
    one = plain(values, fast)
    if one is not None:
        found.indexes.extend(range(first, first + len(values)))
        found.events.extend(one.events)
        found.at_us.extend(one.at_us)
        found.said |= one.said
    elif len(values) == 1:
        _careful(first, values[0], struct, fast, found)
    else:
        size = _PART if len(values) > _PART else 1
        for start in range(0, len(values), size):
            _open(first + start, values[start : start + size], struct, fast, found)


def _careful(index: int, value: bytes | None, struct: type[S], fast: Fast[S], found: Opened[S]) -> None:
    try:
        fields = tree(bounded(value))
        event = typed(fields, struct)
    except Bad as bad:
        found.dead.append(Dead(index, bad.reason, bad.sentence, source_of(value)))
        return
    found.indexes.append(index)
    found.events.append(event)
    found.at_us.extend(fast.times([event]))
    found.said |= _optional([event], fast).keys()
    if extra := unknown(fields, struct):
        found.extra[index] = extra


def source_of(value: bytes | None, names: tuple[str, ...] = ("source_id", "camera_id")) -> str | None:
    """The source a bad record names, when it can be read at all."""
    try:
        fields = tree(bounded(value))
    except Bad:
        return None
    return next((s[:64] for n in names if isinstance(s := fields.get(n), str)), None)


class Times(dict[Any, int]):
    """Microseconds since 1970 by the text (or the moment) of a record; many records share one."""

    LIMIT = 100_000

    def __init__(self, kind: Any) -> None:
        super().__init__()
        self._kind = kind

    def __missing__(self, said: Any) -> int:
        if len(self) >= self.LIMIT:
            self.clear()
        us: int = round(msgspec.convert(said, self._kind).timestamp() * 1e6)
        self[said] = us
        return us


def coded(names: list[Any]) -> tuple[list[Any], Ints]:
    """The distinct names, and for each record the place of its name among them."""
    places = {name: place for place, name in enumerate(dict.fromkeys(names))}
    return list(places), np.fromiter(map(places.__getitem__, names), np.int64, len(names))
