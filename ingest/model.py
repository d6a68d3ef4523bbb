"""What travels from the source through decode to the sink."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec

from ingest.client.joined import joined

if TYPE_CHECKING:
    from ingest.client.records import Columns
    from ingest.curious import Curiosities
    from ingest.known import Known
    from ingest.sink import Transaction


class Bad(Exception):
    """Why one record cannot become a row: a reason code and one sentence for a person."""

    def __init__(self, reason: str, sentence: str) -> None:
        self.reason = reason
        self.sentence = sentence
        super().__init__(f"{reason}: {sentence}")


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to write one partition: valid while `epoch` is the one in the ledger."""

    stream: str
    topic_id: str
    part: int
    epoch: int
    next_offset: int

    @property
    def key(self) -> dict[str, Any]:
        return {"stream": self.stream, "topic_id": self.topic_id, "part": self.part}


@dataclass(slots=True)
class Batch:
    """Records of one partition in offset order, as parallel columns; `at_ms` are the broker's timestamps.

    `first` is the next offset of the ledger and `until` the next one after this batch. Offsets between them
    that carry no record (transaction markers, compacted records) are gaps.
    """

    stream: str
    part: int
    first: int
    until: int
    offsets: list[int] = field(default_factory=list)
    values: Sequence[bytes | None] = ()
    keys: Sequence[bytes | None] = ()
    at_ms: list[int] = field(default_factory=list)
    bytes_n: int = 0

    def add(self, rows: Columns) -> None:
        """Records that follow; with none, nothing changes."""
        if not rows.offsets:
            return
        self.offsets += rows.offsets
        self.values = joined(self.values, rows.values)
        self.keys = joined(self.keys, rows.keys)
        self.at_ms += rows.at_ms
        self.bytes_n += rows.bytes_n
        self.until = rows.offsets[-1] + 1

    @property
    def gaps(self) -> list[tuple[int, int]]:
        """Half-open spans of offsets without a record."""
        if len(self.offsets) == self.until - self.first:
            return []
        starts = [self.first, *(o + 1 for o in self.offsets)]
        return [(a, b) for a, b in zip(starts, [*self.offsets, self.until], strict=True) if a < b]

    @property
    def gaps_n(self) -> int:
        return self.until - self.first - len(self.offsets)


@dataclass(frozen=True, slots=True)
class Dead:
    """A record that did not become a row; `index` is its place in the batch."""

    index: int
    reason: str
    sentence: str
    source_id: str | None = None


class Event(msgspec.Struct, gc=False):
    """One good record of a low-volume stream: its row (the stream's own struct), and what decides whether it was seen before."""

    index: int
    event_id: str
    body_sha256: bytes
    observed_at: datetime | None
    row: Any
    source_id: str


@dataclass(slots=True)
class Decoded:
    """A decoded batch. `rows` is what the stream's own `write` understands."""

    rows: Any
    rows_n: int
    dead: list[Dead]
    curiosities: Curiosities


@dataclass(slots=True)
class Written:
    """What one write really did: rows not counted here were duplicates or dead letters."""

    rows_n: int = 0
    duplicates_n: int = 0
    dead: list[Dead] = field(default_factory=list)
    located_n: int = 0
    unlocated_n: int = 0
    observed_s: Any = ()
    """Unix seconds at which the new rows were observed, for the delay."""
    newest_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Stream:
    """One stream: its topic, the struct of its records, and its two steps."""

    topic: str
    struct: type[msgspec.Struct]
    decode: Callable[[Batch, Known], Decoded]
    write: Callable[[Transaction, Known, Batch, Any], Written]
    hide: Callable[[bytes, Known], bytes] = field(default=lambda raw, known: raw)
    """What must not stay in the raw bytes of a dead letter."""
