"""The broker of ours: ready when it says so, whole again after any end."""

from __future__ import annotations

import pytest
from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import KafkaAdminClient, NewTopic

from deploy.local.kafka import Kafka
from deploy.local.wait import port_is_free

pytestmark = [pytest.mark.broker, pytest.mark.faults]


def test_what_was_acknowledged_is_there_after_a_crash(broker: Kafka) -> None:
    admin = KafkaAdminClient(bootstrap_servers=broker.url)
    admin.create_topics([NewTopic("kept", 1, 1)])
    admin.close()
    producer = KafkaProducer(bootstrap_servers=broker.url, acks="all")
    producer.send("kept", b"47").get(10)
    producer.close()
    broker.kill()
    assert port_is_free(broker.port)
    broker.start()
    assert first_value(broker, "kept") == b"47"


def test_a_stop_and_a_start_keep_the_records(broker: Kafka) -> None:
    broker.stop()
    assert port_is_free(broker.port)
    broker.start()
    assert first_value(broker, "kept") == b"47"


def first_value(broker: Kafka, topic: str) -> bytes:
    consumer = KafkaConsumer(bootstrap_servers=broker.url, auto_offset_reset="earliest")
    try:
        consumer.assign([TopicPartition(topic, 0)])
        [records] = consumer.poll(10_000).values()
        return bytes(records[0].value)
    finally:
        consumer.close()
