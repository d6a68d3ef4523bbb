"""What the real broker kept, read by our decoder and by the client's own: the same records and the same end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import KafkaAdminClient, NewTopic

from ingest.client.broker import FETCH
from ingest.client.hooks import columns_of, read_columns
from ingest.client.records import Columns

if TYPE_CHECKING:
    from deploy.local.kafka import Kafka

pytestmark = pytest.mark.broker


@pytest.fixture
def topic(broker: Kafka, request: pytest.FixtureRequest) -> Iterator[TopicPartition]:
    with closing(KafkaAdminClient(bootstrap_servers=broker.url)) as admin:
        name = f"client-{abs(hash(request.node.name))}"
        admin.create_topics([NewTopic(name=name, num_partitions=1, replication_factor=1)])
        yield TopicPartition(name, 0)


def producer(broker: Kafka, **options: Any) -> Any:
    return closing(KafkaProducer(bootstrap_servers=broker.url, linger_ms=20, batch_size=32 << 10, **options))


def read(broker: Kafka, tp: TopicPartition, until: int, since: int, columns: bool) -> tuple[Columns, int]:
    """Everything from `since` on, and the position at its end."""
    found = Columns()
    with closing(KafkaConsumer(bootstrap_servers=broker.url, **FETCH)) as consumer:
        assert not columns or read_columns(consumer)
        consumer.assign([tp])
        consumer.seek(tp, since)
        while consumer.position(tp) < until:
            for records in consumer.poll(timeout_ms=1000, max_records=500).values():
                assert columns == isinstance(records[0].value, Columns)
                found.add(columns_of(records))
        found.bytes_n = 0
        return found, consumer.position(tp)


def same(broker: Kafka, tp: TopicPartition, since: int = 0) -> Columns:
    with closing(KafkaConsumer(bootstrap_servers=broker.url, **FETCH)) as consumer:
        end = consumer.end_offsets([tp])[tp]
    ours, stock = (read(broker, tp, end, since, columns) for columns in (True, False))
    assert ours == stock
    return ours[0]


@pytest.mark.parametrize("codec", [None, "gzip", "snappy", "lz4", "zstd"])
def test_every_codec_from_any_offset(broker: Kafka, topic: TopicPartition, codec: str | None) -> None:
    with producer(broker, compression_type=codec) as sender:
        for n in range(1500):
            value = None if n % 50 == 1 else b"%d " % n * (n % 90)
            sender.send(
                topic.topic, value, b"key-%d" % n if n % 7 or value is None else None, headers=[("n", b"1")] * (n % 3)
            )
        sender.flush()
    assert len(same(broker, topic)) == 1500
    assert same(broker, topic, 777).offsets == list(range(777, 1500))


def test_transactions_that_were_committed_and_aborted(broker: Kafka, topic: TopicPartition) -> None:
    kept = []
    with producer(broker, transactional_id="a") as first, producer(broker, transactional_id="b") as second:
        first.init_transactions()
        second.init_transactions()
        for turn in range(12):
            first.begin_transaction()
            second.begin_transaction()
            for n in range(20):
                for name, sender in (("a", first), ("b", second)):
                    sender.send(topic.topic, b"%s-%d-%d" % (name.encode(), turn, n))
                    if n % 5 == 0:
                        sender.flush()
            for name, sender, commit in (("a", first, turn % 3 > 0), ("b", second, turn % 2 > 0)):
                sender.commit_transaction() if commit else sender.abort_transaction()
                kept += [b"%s-%d-%d" % (name.encode(), turn, n) for n in range(20)] if commit else []
    found = same(broker, topic)
    assert sorted(v for v in found.values if v) == sorted(kept)
    assert len(same(broker, topic, 200)) > 0
