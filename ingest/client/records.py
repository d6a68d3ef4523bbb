"""Records of one Kafka record batch as parallel lists: no object per record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from ingest.client import walk
from ingest.client.joined import Joined, joined
from ingest.native import Ints


class OddBatch(Exception):
    """The bytes are not what this decoder knows; the client's own decoder must judge them."""


@dataclass(slots=True)
class Columns:
    """Parallel columns in offset order; `bytes_n` is what they take, framing included."""

    offsets: list[int] = field(default_factory=list)
    values: Sequence[bytes | None] = ()
    keys: Sequence[bytes | None] = ()
    at_ms: list[int] = field(default_factory=list)
    bytes_n: int = 0

    def __len__(self) -> int:
        return len(self.offsets)

    def add(self, other: Columns) -> None:
        self.offsets += other.offsets
        self.values = joined(self.values, other.values)
        self.keys = joined(self.keys, other.keys)
        self.at_ms += other.at_ms
        self.bytes_n += other.bytes_n

    def since(self, offset: int) -> Columns:
        """Without what comes before `offset`."""
        if not self.offsets or self.offsets[0] >= offset:
            return self
        k = next((i for i, o in enumerate(self.offsets) if o >= offset), len(self.offsets))
        return Columns(self.offsets[k:], self.values[k:], self.keys[k:], self.at_ms[k:], self.bytes_n)


class Packed(Sequence[bytes | None]):
    """Fields that are still in their body. Cut out when they are asked for: what is decoded at once stays in the processor's
    cache, and keys hardly anybody asks for. A negative length is no value."""

    def __init__(self, body: bytes, begins: Ints, lengths: Ints) -> None:
        self.body = body
        self.begins = begins
        self.lengths = lengths

    @classmethod
    def of(cls, values: Sequence[bytes | None]) -> Packed:
        lengths = np.array([-1 if v is None else len(v) for v in values], np.int64)
        ends = np.cumsum(np.maximum(lengths, 0))
        return cls(b"".join(v for v in values if v is not None), ends - np.maximum(lengths, 0), lengths)

    def __len__(self) -> int:
        return len(self.begins)

    def __getitem__(self, which: Any) -> Any:
        return self._cut(slice(which, which + 1 or None))[0] if isinstance(which, int) else self._cut(which)

    def _cut(self, which: slice) -> list[bytes | None]:
        body, begins, lengths = self.body, self.begins[which], self.lengths[which]
        pairs = zip(begins.tolist(), (begins + lengths).tolist(), strict=True)
        if lengths.min(initial=0) >= 0:
            return [body[a:b] for a, b in pairs]
        return [body[a:b] if b >= a else None for a, b in pairs]


class Head(NamedTuple):
    """What the header of a record batch says of all its records; `stamp_ms` replaces their own times."""

    base_offset: int
    first_ms: int
    records_n: int
    stamp_ms: int | None


def decode(body: bytes, head: Head) -> Columns:
    """The records of an uncompressed v2 body: it must hold exactly the promised number of them."""
    if not 0 <= head.records_n <= len(body):
        raise OddBatch(f"{len(body)} bytes cannot hold {head.records_n} records")
    found = np.empty((walk.COLUMNS, head.records_n), np.int64)
    fault = walk.walk(np.frombuffer(body, np.uint8), head.records_n, found)
    if fault:
        raise OddBatch(walk.FAULTS[fault])
    at_ms = (found[walk.MS] + head.first_ms).tolist() if head.stamp_ms is None else [head.stamp_ms] * head.records_n
    return Columns(
        offsets=(found[walk.OFFSET] + head.base_offset).tolist(),
        values=Joined(Packed(body, found[walk.VALUE], found[walk.VALUE_N])),
        keys=Joined(Packed(body, found[walk.KEY], found[walk.KEY_N])),
        at_ms=at_ms,
        bytes_n=len(body),
    )


def packed(values: Sequence[bytes | None], least_bytes: int = 1 << 18) -> Iterator[Packed]:
    """All of them in few bodies: small ones are put together, large ones left where they are."""
    waiting: list[Packed] = []
    bytes_n = 0
    for part in values.parts if isinstance(values, Joined) else [values]:
        waiting.append(part if isinstance(part, Packed) else Packed.of(part))
        bytes_n += len(waiting[-1].body)
        if bytes_n >= least_bytes:
            yield _one(waiting)
            waiting, bytes_n = [], 0
    if waiting:
        yield _one(waiting)


def _one(parts: list[Packed]) -> Packed:
    if len(parts) == 1:
        return parts[0]
    starts = np.cumsum([0, *(len(one.body) for one in parts)])
    begins = np.concatenate([one.begins + start for one, start in zip(parts, starts.tolist(), strict=False)])
    return Packed(b"".join(one.body for one in parts), begins, np.concatenate([one.lengths for one in parts]))
