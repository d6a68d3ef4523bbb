"""The one way out: an idempotent, compressed Kafka producer. A record that cannot be delivered stops the demo."""

from __future__ import annotations

from functools import lru_cache
from types import TracebackType
from typing import Any

from kafka import KafkaProducer
from kafka.partitioner.default import DefaultPartitioner, murmur2

from core.errors import CityError
from core.settings import Settings
from demo.messages import Message


class DeliveryError(CityError):
    """The broker refused a record; the demo ends and its supervisor starts it again."""


class Remembering(DefaultPartitioner):
    """The client's own choice for a key, remembered: hashing it in Python costs more than the rest of a send."""

    def partition(
        self, topic: str, key: Any, serialized_key: bytes, value: Any, serialized_value: bytes, cluster: Any
    ) -> int:
        return int(positive_hash(serialized_key) % len(cluster.partitions_for_topic(topic)))


@lru_cache(maxsize=50_000)
def positive_hash(key: bytes) -> int:
    return int(murmur2(key) & 0x7FFFFFFF)


class Producer:
    """Counts what it sent. Timestamps stay the clock's: retention goes by them (docs/decisions/replay.md)."""

    def __init__(self, settings: Settings) -> None:
        self._kafka = KafkaProducer(
            **settings.kafka_client(),
            client_id="demo",
            compression_type="lz4",
            linger_ms=20,
            batch_size=256 * 1024,
            reconnect_backoff_max_ms=500,  # of itself it waits up to 30 s for a broker that is back
            allow_auto_create_topics=False,
            partitioner=Remembering(),
        )
        self._failed: list[BaseException] = []
        self.sent = 0

    def __enter__(self) -> Producer:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: BaseException | TracebackType | None) -> None:
        self._kafka.close(timeout=None if kind is None else 0)

    def send(self, message: Message) -> Any:
        """Hand one record to the client; answers its future."""
        return self.put(message.topic, message.key, message.body)

    def put(self, topic: str, key: str, body: bytes) -> Any:
        future = self._kafka.send(topic, body, key.encode())
        future.add_errback(self._failed.append)
        self.sent += 1
        return future

    def check(self) -> None:
        """Raise what the broker answered to an earlier record."""
        if self._failed:
            raise DeliveryError(f"Kafka refused a record: {self._failed[0]!r}")

    def flush(self) -> None:
        self._kafka.flush()
        self.check()
