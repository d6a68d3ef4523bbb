"""Kafka by offset, outside the group: single records once more, spans of a partition, and where each partition ends."""

from __future__ import annotations

from collections.abc import Iterator
from types import TracebackType
from typing import Any, NamedTuple, Self

from kafka import KafkaConsumer, TopicPartition

from core.settings import Settings
from ingest.client.broker import AWAY_MS
from ingest.client.hooks import topic_id
from ingest.client.partitions import BrokerFault, TopicFault
from ingest.client.source import answered
from ingest.model import Batch

WAIT_MS = 5_000
SPAN = 2_000


class End(NamedTuple):
    """What the broker holds of one partition now: offsets from `low` up to but not including `high`."""

    stream: str
    topic_id: str
    part: int
    low: int
    high: int


class Reader:
    """A client of its own; it connects when first asked, and no worker notices it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._consumer: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        if self._consumer is not None:
            self._consumer.close(timeout_ms=500)
        self._consumer = None

    def _client(self) -> Any:
        if self._consumer is None:
            self._consumer = KafkaConsumer(
                **self._settings.kafka_client(),
                enable_auto_commit=False,
                auto_offset_reset="earliest",
                isolation_level="read_committed",
                max_poll_records=SPAN,
                allow_auto_create_topics=False,
                metrics_enabled=False,
            )
        return self._consumer

    def ends(self, streams: list[str]) -> list[End]:
        """Every partition of the topics that are there."""
        with answered():
            return [end for stream in streams for end in self._ends(stream)]

    def _ends(self, stream: str) -> Iterator[End]:
        client = self._client()
        parts = [TopicPartition(stream, part) for part in sorted(client.partitions_for_topic(stream) or ())]
        if not parts:
            return
        low = client.beginning_offsets(parts, timeout_ms=AWAY_MS)
        high = client.end_offsets(parts, timeout_ms=AWAY_MS)
        for tp in parts:
            yield End(stream, self._topic_id(stream), tp.partition, low[tp], high[tp])

    def _topic_id(self, stream: str) -> str:
        found = topic_id(self._client(), stream)
        if found is None:
            raise TopicFault(f"topic {stream}: the broker names no id; allowed is Kafka 2.8 or later")
        return found

    def first_after(self, end: End, at_ms: int) -> int:
        """The first offset whose record the broker got at `at_ms` or later; the end when there is none."""
        tp = TopicPartition(end.stream, end.part)
        with answered():
            found = self._client().offsets_for_times({tp: at_ms}, timeout_ms=AWAY_MS)[tp]
        return end.high if found is None else int(found.offset)

    def span(self, stream: str, part: int, first: int, until: int) -> Iterator[Batch]:
        """All records from `first` up to `until`, batch after batch; what has no record is a gap of its batch."""
        with answered():
            client, tp = self._client(), TopicPartition(stream, part)
            client.assign([tp])
            client.seek(tp, first)
            while first < until:
                records = client.poll(timeout_ms=WAIT_MS).get(tp, [])
                reached = min(client.position(tp, timeout_ms=WAIT_MS) or first, until)
                if reached <= first:
                    raise BrokerFault(f"broker: {stream}/{part}: nothing came from offset {first} in {WAIT_MS} ms")
                yield _batch(stream, part, first, reached, [r for r in records if first <= r.offset < until])
                first = reached

    def values(self, stream: str, part: int, offsets: list[int]) -> dict[int, bytes | None]:
        """The records at these offsets as far as the broker has them; neighbours come in one go."""
        found: dict[int, bytes | None] = {}
        wanted, last = set(offsets), max(offsets, default=-1)
        ends = {end.part: end for end in self.ends([stream])}
        if part not in ends:
            return found
        for first in sorted(wanted):
            if first in found or not ends[part].low <= first < ends[part].high:
                continue
            until = min(last + 1, first + SPAN)
            for batch in self.span(stream, part, first, until):
                pairs = zip(batch.offsets, batch.values, strict=True)
                found |= {offset: value for offset, value in pairs if offset in wanted}
                break
        return found


def _batch(stream: str, part: int, first: int, until: int, records: list[Any]) -> Batch:
    offsets, values = [r.offset for r in records], [r.value for r in records]
    return Batch(stream, part, first, until, offsets, values, [r.key for r in records], [r.timestamp for r in records])
