"""The whole way on a real broker and a real database, by the command line that production uses."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from kafka import KafkaConsumer, TopicPartition
from kafka.admin import KafkaAdminClient

from deploy.local.wait import until
from tests.ingest.processes import Sender, Worker, consumed, ingest, ledger, stored

if TYPE_CHECKING:
    from deploy.local.kafka import Kafka

pytestmark = [pytest.mark.broker, pytest.mark.db]


@pytest.fixture(scope="module")
def services(database: str, broker: Kafka) -> tuple[str, str]:
    made = ingest(database, broker.url, "topics")
    assert made.returncode == 0, made.stderr
    again = ingest(database, broker.url, "topics")
    assert again.stdout.startswith("topics created: none")
    return database, broker.url


@pytest.fixture
def worker(services: tuple[str, str], tmp_path: Path) -> Iterator[Worker]:
    worker = Worker("worker-1", *services, tmp_path)
    yield worker
    worker.stop()


@pytest.fixture
def sender(services: tuple[str, str]) -> Iterator[Sender]:
    sender = Sender(services[1])
    yield sender
    sender.close()


def all_consumed(services: tuple[str, str], before: int, sender: Sender) -> None:
    sender.producer.flush(timeout=30)
    wanted = before + sender.records_n
    until(lambda: consumed(services[0]) >= wanted, f"{wanted} offsets in the ledger", 60)


def audited(services: tuple[str, str]) -> None:
    found = ingest(*services, "audit")
    assert found.returncode == 0, found.stdout + found.stderr


def test_every_record_is_accounted_for(services: tuple[str, str], worker: Worker, sender: Sender) -> None:
    sender.mixture(1200)
    all_consumed(services, 0, sender)
    rows = ledger(services[0])
    assert sum(r[5] for r in rows) == sum(map(len, sender.sent.values()))
    assert sum(r[5] + r[6] + r[7] + r[8] for r in rows) == sender.records_n
    for topic in ("video.event", "hotline.ticket", "stats.report"):
        assert sorted(stored(services[0], topic)) == sorted(sender.sent[topic])
    audited(services)
    assert "BROKEN" not in ingest(*services, "status").stdout


def test_a_restart_goes_on_where_it_stopped(services: tuple[str, str], worker: Worker, sender: Sender) -> None:
    until(worker.claimed, "a partition claimed", 60)
    before = ledger(services[0])
    code, seconds = worker.stop()
    assert code == 0
    assert seconds < 6  # 2 s on a machine of its own
    sender.mixture(120)
    sender.producer.flush(timeout=30)
    worker.start()
    all_consumed(services, sum(r[4] - r[3] for r in before), sender)
    audited(services)
    assert {(r[9] > b[9]) for r, b in zip(ledger(services[0]), before, strict=True)} == {True}


def test_two_workers_share_the_partitions(
    services: tuple[str, str], worker: Worker, sender: Sender, tmp_path: Path
) -> None:
    before = consumed(services[0])
    sender.mixture(300)
    other = Worker("worker-2", *services, tmp_path)
    try:
        until(lambda: {r[10] for r in ledger(services[0])} == {"worker-1", "worker-2"}, "two owners", 60)
        sender.mixture(300)
        all_consumed(services, before, sender)
    finally:
        other.stop()
    audited(services)


def test_transaction_markers_and_aborted_records_are_gaps(services: tuple[str, str], worker: Worker) -> None:
    before = consumed(services[0])
    gaps = sum(r[8] for r in ledger(services[0]))
    sender = Sender(services[1], transactional_id="tests")
    sender.producer.init_transactions()
    for commit in (True, False, True):
        sender.producer.begin_transaction()
        for _ in range(3):
            sender.send("iot.reading", sender.one("iot.reading"))
        sender.producer.flush()
        sender.producer.commit_transaction() if commit else sender.producer.abort_transaction()
    # Six readings, three aborted ones and three markers.
    until(lambda: consumed(services[0]) == before + 12, "12 more offsets", 60)
    assert sum(r[8] for r in ledger(services[0])) == gaps + 6
    sender.close()
    audited(services)


def test_records_that_retention_took_are_declared_lost(
    services: tuple[str, str], worker: Worker, sender: Sender
) -> None:
    worker.stop()
    before = consumed(services[0])
    for _ in range(40):
        sender.send("video.event", sender.one("video.event", 5))
    sender.producer.flush(timeout=30)
    row = next(r for r in ledger(services[0]) if r[0] == "video.event" and ends(services, r) > r[4])
    admin = KafkaAdminClient(bootstrap_servers=services[1])
    admin.delete_records({TopicPartition(row[0], row[2]): row[4] + 25})
    admin.close()
    worker.start()
    until(lambda: consumed(services[0]) == before + 40, "40 more offsets", 60)
    after = next(r for r in ledger(services[0]) if r[:3] == row[:3])
    assert (after[8] - row[8], after[5] - row[5]) == (25, 15)
    audited(services)


def ends(services: tuple[str, str], row: tuple[Any, ...]) -> int:
    consumer = KafkaConsumer(bootstrap_servers=services[1], enable_auto_commit=False)
    tp = TopicPartition(row[0], row[2])
    found: int = consumer.end_offsets([tp])[tp]
    consumer.close()
    return found


def test_a_topic_created_anew_has_its_own_ledger(services: tuple[str, str], worker: Worker) -> None:
    worker.stop()
    old = {r[1] for r in ledger(services[0]) if r[0] == "stats.report"}
    admin = KafkaAdminClient(bootstrap_servers=services[1])
    admin.delete_topics(["stats.report"])
    until(lambda: "stats.report" not in admin.list_topics(), "the topic is gone", 30)
    admin.close()
    assert ingest(*services, "topics").stdout.startswith("topics created: stats.report")
    before = consumed(services[0])
    worker.start()
    sender = Sender(services[1])
    sender.send("stats.report", sender.one("stats.report") | {"event_id": "after-the-new-topic"})
    until(lambda: consumed(services[0]) == before + 1, "one more offset", 60)
    sender.close()
    assert len({r[1] for r in ledger(services[0]) if r[0] == "stats.report"} - old) == 1
    audited(services)
