"""Records of one Kafka record batch as parallel lists: no object per record."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]


class OddBatch(Exception):
    """The bytes are not what this decoder knows; the client's own decoder must judge them."""


@dataclass(slots=True)
class Columns:
    """Parallel lists in offset order; `bytes_n` is what they take, framing included."""

    offsets: list[int] = field(default_factory=list)
    values: list[bytes | None] = field(default_factory=list)
    keys: list[bytes | None] = field(default_factory=list)
    at_ms: list[int] = field(default_factory=list)
    bytes_n: int = 0

    def __len__(self) -> int:
        return len(self.offsets)

    def add(self, other: Columns) -> None:
        self.offsets += other.offsets
        self.values += other.values
        self.keys += other.keys
        self.at_ms += other.at_ms
        self.bytes_n += other.bytes_n

    def since(self, offset: int) -> Columns:
        """Without what comes before `offset`."""
        if not self.offsets or self.offsets[0] >= offset:
            return self
        k = next((i for i, o in enumerate(self.offsets) if o >= offset), len(self.offsets))
        return Columns(self.offsets[k:], self.values[k:], self.keys[k:], self.at_ms[k:], self.bytes_n)


class Head(NamedTuple):
    """What the header of a record batch says of all its records; `stamp_ms` replaces their own times."""

    base_offset: int
    first_ms: int
    records_n: int
    stamp_ms: int | None


def decode(body: bytes, head: Head) -> Columns:
    """The records of an uncompressed v2 body: it must hold exactly the promised number of them.

    Only the lengths are walked one by one, because each record's place depends on the one before; the fields behind
    them are read for all records at once.
    """
    try:
        starts = _starts(body, head.records_n)
        return _fields(body, np.array(starts[:-1], np.int64), np.array(starts[1:], np.int64), head)
    except IndexError as error:
        raise OddBatch("a record ends behind the batch") from error


def _starts(body: bytes, n: int) -> list[int]:
    """Where each record begins, its length included, and where the last one ends."""
    pos, places = 0, [0]
    add = places.append
    for _ in range(n):
        low = body[pos]
        if low < 128:
            pos += 1 + (low >> 1)
        elif (high := body[pos + 1]) < 128:
            pos += 2 + (((low & 127) | high << 7) >> 1)
        else:
            pos = _behind(body, pos)
        add(pos)
    if pos != len(body):
        raise OddBatch(f"{len(body) - pos} bytes behind the last record")
    return places


def _behind(body: bytes, pos: int) -> int:
    """Where a record with a length of three bytes or more ends."""
    length = shift = 0
    while shift < 35:
        byte = body[pos]
        pos += 1
        length |= (byte & 127) << shift
        if byte < 128:
            return pos + (length >> 1)
        shift += 7
    raise OddBatch("a record's length is no 32-bit number")


def _fields(body: bytes, begins: Ints, ends: Ints, head: Head) -> Columns:
    source = np.frombuffer(body, np.uint8)
    length, at = _varints(source, begins)
    if not np.array_equal(at + length, ends) or source[at].max(initial=0) > 127:
        raise OddBatch("a record's length is negative, or its attributes are unknown")
    ms, at = _varints(source, at + 1)
    delta, at = _varints(source, at)
    if (np.diff(delta) <= 0).any():
        raise OddBatch("offsets do not rise")
    key_n, key_at = _varints(source, at)
    value_n, value_at = _varints(source, key_at + np.maximum(key_n, 0))
    _pass_headers(source, value_at + np.maximum(value_n, 0), ends)
    return Columns(
        offsets=(delta + head.base_offset).tolist(),
        values=_slices(body, value_at, value_n),
        keys=_slices(body, key_at, key_n),
        at_ms=(ms + head.first_ms).tolist() if head.stamp_ms is None else [head.stamp_ms] * len(begins),
        bytes_n=len(body),
    )


def _varints(source: Bytes, at: Ints) -> tuple[Ints, Ints]:
    """The zigzag numbers at these places, and the places behind them."""
    byte = source[at]
    found, at = (byte & 127).astype(np.int64), at + 1
    more, shift = np.flatnonzero(byte > 127), 7
    while len(more):
        if shift > 56:
            raise OddBatch("a number has more than 63 bits")
        byte = source[at[more]]
        found[more] |= (byte & 127).astype(np.int64) << shift
        at[more] += 1
        more, shift = more[byte > 127], shift + 7
    return (found >> 1) ^ -(found & 1), at


def _pass_headers(source: Bytes, at: Ints, ends: Ints) -> None:
    """Nothing reads headers here, but a record must end with them."""
    left, at = _varints(source, at)
    while len(some := np.flatnonzero(left > 0)):
        for _ in ("name", "value"):
            size, place = _varints(source, at[some])
            at[some] = place + np.maximum(size, 0)
        left[some] -= 1
    if left.min(initial=0) < 0 or not np.array_equal(at, ends):
        raise OddBatch("headers do not fit their record")


def _slices(body: bytes, begins: Ints, lengths: Ints) -> list[bytes | None]:
    pairs = zip(begins.tolist(), (begins + lengths).tolist(), strict=True)
    if lengths.min(initial=0) >= 0:
        return [body[a:b] for a, b in pairs]
    return [body[a:b] if b >= a else None for a, b in pairs]
