"""Records to the broker by librdkafka, which leaves the processors to what is measured; kafka-python would take one of the two."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from confluent_kafka import Producer

OPTIONS = {
    "linger.ms": 20,
    "batch.size": 256 << 10,
    "compression.type": "lz4",
    "enable.idempotence": True,
}
PARTS = 4
ROUND = 10_000  # records between two looks at what was delivered


class DeliveryError(Exception):
    """A record that the broker did not take: the figure would be of other rows."""


def producer(bootstrap: str, **more: Any) -> Producer:
    return Producer({"bootstrap.servers": bootstrap, **OPTIONS, **more})


def flood(bootstrap: str, topic: str, records: Iterable[tuple[bytes, bytes]]) -> int:
    """As fast as the broker takes them, as many to each partition; answers how many."""
    out, sent = producer(bootstrap, on_delivery=_delivered), 0
    for sent, (key, body) in enumerate(records, 1):
        _put(out, topic, key, body)
        if sent % ROUND == 0:
            out.poll(0)
    if left := out.flush(60):
        raise DeliveryError(f"{left} of {sent} records were not taken within a minute")
    return sent


def _put(out: Producer, topic: str, key: bytes, body: bytes) -> None:
    while True:
        try:
            out.produce(topic, body, key, partition=part_of(key))
            return
        except BufferError:  # a full queue
            out.poll(0.1)


def part_of(key: bytes) -> int:
    """By the number at its end: chance would give one partition a tenth more, and at the end of a run its worker would be alone."""
    return int(key[-5:]) % PARTS


def _delivered(error: Any, message: Any) -> None:
    if error is not None:
        raise DeliveryError(f"{message.topic()}/{message.partition()}: {error}")
