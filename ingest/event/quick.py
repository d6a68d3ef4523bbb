"""Records of the low-volume streams opened at speed; whatever is odd goes the careful way, which names the reason."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

import msgspec

from ingest.careful import MAX_BYTES, MAX_DEPTH, MAX_DIGITS, SCHEMA, bounded, tree, typed
from ingest.model import Bad, Batch, Dead

S = TypeVar("S", bound=msgspec.Struct)
Fields = dict[str, Any]

_decode = msgspec.json.Decoder().decode
_DIGITS = bytes.maketrans(b"123456789", b"000000000")
_LONG = b"0" * (MAX_DIGITS + 1)
canonical = msgspec.json.Encoder(order="deterministic").encode


def opened(batch: Batch, struct: type[S], hidden: frozenset[str], dead: list[Dead]) -> Iterator[tuple[int, S, Fields]]:
    """Place, struct and fields of each good record; the others join `dead`."""
    for index, value in enumerate(batch.values):
        if (fast := _quick(value, struct)) is not None:
            yield index, *fast
            continue
        try:
            fields = tree(bounded(value))
            yield index, typed(fields, struct, hidden), fields
        except Bad as bad:
            dead.append(Dead(index, bad.reason, bad.sentence))


def _quick(value: bytes | None, struct: type[S]) -> tuple[S, Fields] | None:
    """None when the record needs a closer look; the fast decoder sees all but escapes, depth, digits and repeated keys."""
    if not value or len(value) > MAX_BYTES or b"\\" in value or _LONG in value.translate(_DIGITS):
        return None
    if value.count(b"{") + value.count(b"[") > MAX_DEPTH:
        return None
    try:
        fields = _decode(value)
        # A repeated key leaves fewer quotation marks than the record had; without escapes nothing else can.
        if fields["schema"] is True or canonical(fields).count(b'"') != value.count(b'"'):
            return None
        return (msgspec.convert(fields, struct), fields) if fields["schema"] == SCHEMA else None
    except (ValueError, OverflowError, RecursionError, LookupError, TypeError):
        return None  # every fault of the decoder; the careful way names it
