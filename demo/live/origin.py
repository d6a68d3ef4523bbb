"""Where the story stands, read back from Kafka: the first record's time is its beginning, the newest one's where to go on.

So there is no state file: a broker that was emptied starts the story anew, and a restart goes on where it broke off.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from kafka import KafkaConsumer, TopicPartition

from core.errors import CityError
from core.settings import Settings
from demo.messages import READING

PATIENCE_S = 20


@dataclass(frozen=True, slots=True)
class Told:
    """What the topic of readings holds; `first` and `newest` are epoch seconds."""

    records: int
    first: int
    newest: int


def told(settings: Settings) -> Told | None:
    """None for an empty topic."""
    with_nobody = KafkaConsumer(**settings.kafka_client(), group_id=None, enable_auto_commit=False)
    try:
        return _told(with_nobody)
    finally:
        with_nobody.close()


def _told(consumer: KafkaConsumer) -> Told | None:
    partitions = [TopicPartition(READING, p) for p in consumer.partitions_for_topic(READING) or ()]
    if not partitions:
        raise CityError(f"Kafka topic {READING}: not there; `python -m ingest topics` creates it")
    ends = consumer.end_offsets(partitions)
    starts = consumer.beginning_offsets(partitions)
    filled = [p for p in partitions if ends[p] > starts[p]]
    if not filled:
        return None
    firsts = consumer.offsets_for_times(dict.fromkeys(filled, 0))
    first = min(found.timestamp for found in firsts.values() if found)
    return Told(sum(ends.values()), first // 1000, _newest(consumer, {p: ends[p] for p in filled}))


def _newest(consumer: KafkaConsumer, ends: dict[TopicPartition, int]) -> int:
    """The time of the last record of each partition; the newest of them."""
    consumer.assign(list(ends))
    for partition, end in ends.items():
        consumer.seek(partition, end - 1)
    seen: dict[TopicPartition, int] = {}
    patience = time.monotonic() + PATIENCE_S
    while len(seen) < len(ends) and time.monotonic() < patience:
        for partition, records in consumer.poll(timeout_ms=500).items():
            seen[partition] = max(record.timestamp for record in records)
    if not seen:
        raise CityError(f"Kafka topic {READING}: its newest record could not be read within {PATIENCE_S} s")
    return max(seen.values()) // 1000
