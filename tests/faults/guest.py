"""Another member of the workers' group, without a name of its own: it takes its share of partitions and leaves again."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from kafka import KafkaConsumer

from deploy.local.wait import until
from ingest.client.broker import GROUP
from ingest.client.shares import EvenByTopic
from tests.ingest.support import GOOD


@contextmanager
def guest(bootstrap: str) -> Iterator[KafkaConsumer]:
    """It reads and writes nothing; its coming and going are what makes the group share anew."""
    consumer = KafkaConsumer(
        bootstrap_servers=bootstrap,
        group_id=GROUP,
        enable_auto_commit=False,
        auto_offset_reset="latest",
        max_poll_records=1,
        partition_assignment_strategy=[EvenByTopic()],
    )
    consumer.subscribe(list(GOOD))
    left = threading.Event()
    polling = threading.Thread(target=_poll, args=(consumer, left), daemon=True)
    polling.start()
    try:
        yield consumer
    finally:
        left.set()
        polling.join()
        consumer.close(autocommit=False)


def _poll(consumer: KafkaConsumer, left: threading.Event) -> None:
    while not left.is_set():
        consumer.poll(timeout_ms=100)


def comes_and_goes(bootstrap: str) -> None:
    with guest(bootstrap) as consumer:
        until(lambda: bool(consumer.assignment()), "a share of the partitions", 60)
