"""Which partitions this worker owns, and the records it holds of each until they are written."""

from __future__ import annotations

from typing import NamedTuple

from core.errors import CityError
from ingest.client.records import Columns
from ingest.model import Batch, Claim

Key = tuple[str, int]


class TopicFault(CityError):
    """The broker's topic is not the one the ledger knows: records are missing that were there."""


class BrokerFault(CityError):
    """The broker cannot be used now."""


class Assigned(NamedTuple):
    """A partition the group gave us, with what the broker holds of it."""

    stream: str
    topic_id: str
    part: int
    low: int
    high: int


class Watermark(NamedTuple):
    stream: str
    topic_id: str
    part: int
    high_offset: int


class Partitions:
    """Held: given but not yet claimed. Claimed: ours to write. Buffers: fetched and not yet taken."""

    def __init__(self) -> None:
        self.held: set[Key] = set()
        self.claims: dict[Key, Claim] = {}
        self._buffers: dict[Key, Batch] = {}

    def forget(self, gone: set[Key]) -> None:
        """Nothing to commit: what was not written belongs to the next owner."""
        self.held -= gone
        for key in gone:
            self.claims.pop(key, None)
            self._buffers.pop(key, None)

    def drop(self, key: Key) -> None:
        """What is buffered will be fetched again."""
        self._buffers.pop(key, None)

    def take_held(self) -> list[Key]:
        held, self.held = sorted(self.held), set()
        return held

    def add(self, key: Key, rows: Columns) -> None:
        """Trust only the ledger: what it has counted already is dropped."""
        claim = self.claims.get(key)
        if claim is None:
            return
        batch = self._buffers.setdefault(key, Batch(claim.stream, claim.part, claim.next_offset, claim.next_offset))
        batch.add(rows.since(batch.until))

    @property
    def rows_n(self) -> int:
        return sum(len(batch.offsets) for batch in self._buffers.values())

    @property
    def bytes_n(self) -> int:
        return sum(batch.bytes_n for batch in self._buffers.values())

    def take(self) -> list[tuple[Claim, Batch]]:
        """All that is buffered, by partition in sorted order."""
        taken, self._buffers = self._buffers, {}
        return [(self.claims[key], batch) for key, batch in sorted(taken.items()) if batch.offsets]

    def holds(self, claim: Claim) -> bool:
        found = self.claims.get((claim.stream, claim.part))
        return found is not None and found.epoch == claim.epoch

    def written(self, claim: Claim) -> None:
        key = (claim.stream, claim.part)
        if key in self.claims:
            self.claims[key] = claim

    def marker(self, key: Key, position: int | None) -> Batch | None:
        """Offsets passed at the end of a partition that hold no record: transaction markers."""
        claim = self.claims[key]
        if position is None or position <= claim.next_offset or key in self._buffers:
            return None
        return Batch(claim.stream, claim.part, claim.next_offset, position)
