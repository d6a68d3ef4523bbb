"""The records of an uncompressed v2 body: where their fields are."""

from __future__ import annotations

from typing import Any

import numpy as np

from ingest.native import Bytes, Ints, compiled

OFFSET, MS, KEY, KEY_N, VALUE, VALUE_N = range(6)
COLUMNS = 6
FAULTS = (
    "",
    "a record ends behind the batch",
    "a record's length is negative, or its attributes are unknown",
    "offsets do not rise",
    "headers do not fit their record",
    "bytes behind the last record",
)
_BEHIND, _HEAD, _ORDER, _HEADERS, _REST = range(1, 6)
_LAST_SHIFT = 56  # a number of more than 63 bits is none of ours


@compiled
def _varint(body: Bytes, at: Any, end: Any) -> tuple[Any, Any]:
    """The zigzag number at a place and the place behind it, which is -1 when there is none."""
    found: Any = 0
    shift = 0
    while 0 <= at < end and shift <= _LAST_SHIFT:
        byte = np.int64(body[at])
        at += 1
        found |= (byte & 127) << shift
        if byte < 128:
            return (found >> 1) ^ -(found & 1), at
        shift += 7
    return 0, -1


@compiled
def _passed(body: Bytes, at: Any, end: Any) -> Any:
    """Behind the headers of a record, which nothing reads; -1 when they are broken."""
    left, at = _varint(body, at, end)
    if left < 0:
        return -1
    while left > 0 and at >= 0:
        for _ in range(2):
            size, at = _varint(body, at, end)
            at = at + max(size, 0) if at >= 0 else -1
        left -= 1
    return at


@compiled
def walk(body: Bytes, records_n: int, found: Ints) -> int:
    """Fill the columns of `found`, shape (6, records_n); answers the number of the fault, 0 for none."""
    at: Any = 0
    last: Any = -1
    for i in range(records_n):
        length, at = _varint(body, at, len(body))
        if at < 0 or at + length > len(body):
            return _BEHIND
        if length < 1 or body[at] > 127:
            return _HEAD
        end = at + length
        ms, at = _varint(body, at + 1, end)
        offset, at = _varint(body, at, end)
        key_n, key = _varint(body, at, end)
        value_n, value = _varint(body, key + max(key_n, 0) if key >= 0 else -1, end)
        at = _passed(body, value + max(value_n, 0) if value >= 0 else -1, end)
        if at != end:
            return _HEADERS
        if i and offset <= last:
            return _ORDER
        last = offset
        found[OFFSET, i], found[MS, i] = offset, ms
        found[KEY, i], found[KEY_N, i] = key, key_n
        found[VALUE, i], found[VALUE_N, i] = value, value_n
    return 0 if at == len(body) else _REST
