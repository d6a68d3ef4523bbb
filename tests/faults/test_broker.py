"""The broker dies, shares anew without end, forgets records or has another topic of the same name: rules 2, 3 and 6."""

from __future__ import annotations

import signal
from contextlib import closing

import psycopg
import pytest
from kafka.admin import KafkaAdminClient

from tests.faults.guest import comes_and_goes
from tests.faults.plant import Plant
from tests.ingest.processes import Sender, ingest, ledger


@pytest.mark.faults_quick
def test_the_broker_is_killed(plant: Plant, kills: int) -> None:
    plant.start()
    with plant.load():
        for _ in range(max(kills // 4, 1)):
            plant.moves()
            plant.broker.kill()
            plant.broker.start()
        plant.moves()
    plant.recovers()


def test_the_group_shares_anew_again_and_again(plant: Plant, kills: int) -> None:
    """What a worker held of a partition it lost is forgotten; the next owner writes it."""
    plant.start()
    with plant.load():
        plant.moves()
        for _ in range(kills):
            comes_and_goes(plant.broker.url)
            plant.moves(20)
    plant.recovers()


def gaps(plant: Plant) -> list[tuple[str, int, int, int]]:
    with psycopg.connect(plant.database) as connection:
        return connection.execute(
            "SELECT stream, part, from_offset, to_offset FROM ing.gap WHERE reason = 'retention'"
        ).fetchall()


def lost(plant: Plant) -> set[str]:
    """Ids of the producer's own list of which every copy lies in a declared gap."""
    spans = [(s, p, range(a, b)) for s, p, a, b in gaps(plant)]
    acknowledged = [(event_id, future.get(60)) for event_id, future in plant.sender.acknowledged if event_id]
    kept = {
        event_id
        for event_id, at in acknowledged
        if not any((at.topic, at.partition) == (s, p) and at.offset in offsets for s, p, offsets in spans)
    }
    return {event_id for event_id, _ in acknowledged} - kept


def test_retention_overtakes_the_workers(plant: Plant) -> None:
    """They stand still while the broker forgets what they had not read: declared, to the offset."""
    workers = plant.start()
    plant.sender.mixture(600)
    plant.recovers()
    for worker in workers:
        worker.signal(signal.SIGKILL)
        worker.wait()
    plant.sender.mixture(600)
    plant.sender.producer.flush(timeout=60)
    ends = plant.broker_ends()
    reached = {(r[0], r[2]): r[4] for r in ledger(plant.database)}
    with closing(KafkaAdminClient(bootstrap_servers=plant.broker.url)) as admin:
        admin.delete_records({tp: (reached[tp.topic, tp.partition] + end) // 2 for tp, end in ends.items()})
    plant.until(lambda: plant.lag() == 0, "lag 0")
    plant.lost = lost(plant)
    assert plant.lost
    assert sum(b - a for _, _, a, b in gaps(plant)) >= len(plant.lost)
    plant.recovers()


def test_a_topic_is_deleted_and_created_anew(plant: Plant) -> None:
    """Another topic of the same name begins at 0; the ledger of the old one stays as it was."""
    plant.start()
    plant.sender.mixture(300)
    plant.recovers()
    old = [r for r in ledger(plant.database) if r[0] == "stats.report"]
    with closing(KafkaAdminClient(bootstrap_servers=plant.broker.url)) as admin:
        admin.delete_topics(["stats.report"])
        plant.until(lambda: "stats.report" not in admin.list_topics(), "the topic is gone")
    assert ingest(plant.database, plant.broker.url, "topics").stdout.startswith("topics created: stats.report")
    other = Sender(plant.broker.url)
    with closing(other):
        for _ in range(100):
            report = other.one("stats.report")
            other.send("stats.report", report)
            plant.sender.sent["stats.report"].add(report["event_id"])
        other.producer.flush(timeout=60)
    plant.sender.records_n += 100
    plant.recovers()
    rows = [r for r in ledger(plant.database) if r[0] == "stats.report"]
    assert {r[:9] for r in old} < {r[:9] for r in rows}
    assert sum(r[4] - r[3] for r in rows if r[:3] not in {r[:3] for r in old}) == 100
