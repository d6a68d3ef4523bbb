"""Kill -9 of workers, database and broker under load: nothing lost, nothing doubled, nothing uncounted."""

from __future__ import annotations

import gc
import random
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from deploy.local.wait import until
from ingest.readings import event_hash
from tests.ingest.processes import IDS, Sender, Worker, consumed, ingest, ledger, reading_hashes, stored

if TYPE_CHECKING:
    from deploy.local.kafka import Kafka
    from deploy.local.postgres import Postgres

# kafka-python's producer does not close the sockets of its failed attempts to reconnect.
pytestmark = [
    pytest.mark.broker,
    pytest.mark.db,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@dataclass
class City:
    """Everything that can be killed."""

    database: str
    postgres: Postgres
    broker: Kafka
    workers: list[Worker]

    def worker(self, number: int = 0) -> None:
        self.workers[number].signal(signal.SIGKILL)

    def restart_postgres(self) -> None:
        self.postgres.kill()
        self.postgres.start()

    def restart_broker(self) -> None:
        self.broker.kill()
        self.broker.start()

    def cut_connections(self) -> None:
        with psycopg.connect(self.database, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE pid <> pg_backend_pid() AND datname = current_database() AND usename = current_user"
            )

    def freeze(self) -> None:
        """Longer than an idle transaction may live, shorter than the group waits."""
        self.workers[1].signal(signal.SIGSTOP)
        threading.Timer(7, self.workers[1].signal, [signal.SIGCONT]).start()


@pytest.fixture
def city(database: str, postgres: Postgres, broker: Kafka, tmp_path: Path) -> Iterator[City]:
    assert ingest(database, broker.url, "topics").returncode == 0
    workers = [Worker(f"worker-{i}", database, broker.url, tmp_path) for i in (1, 2)]
    yield City(database, postgres, broker, workers)
    for worker in workers:
        worker.signal(signal.SIGCONT)
        worker.stop()
    gc.collect()  # here, where the producer's lost sockets are forgiven, not in the next test


class Load(threading.Thread):
    """Sends until told to stop."""

    def __init__(self, sender: Sender) -> None:
        super().__init__(daemon=True)
        self.sender = sender
        self.done = threading.Event()

    def run(self) -> None:
        while not self.done.wait(0.05):
            self.sender.mixture(30)


def supervised(city: City, seconds: float) -> None:
    until_at = time.monotonic() + seconds
    while time.monotonic() < until_at:
        for worker in city.workers:
            worker.keep()
        time.sleep(0.2)


def rehearse(city: City, kills: list[str]) -> None:
    sender = Sender(city.broker.url)
    load = Load(sender)
    load.start()
    supervised(city, 6)
    for kill in kills:
        getattr(city, kill)()
        supervised(city, 3)
    load.done.set()
    load.join()
    sender.close()
    began = time.monotonic()

    def recovered() -> bool:
        supervised(city, 0.2)
        return consumed(city.database) >= sender.records_n

    until(recovered, f"all {sender.records_n} offsets in the ledger", 120)
    print(f"{sender.records_n} records, {len(kills)} faults, recovered in {time.monotonic() - began:.1f} s")
    proven(city, sender)


def proven(city: City, sender: Sender) -> None:
    """The ledger is exact, and the rows are those that were sent, each once."""
    rows = ledger(city.database)
    assert all(r[5] + r[6] + r[7] + r[8] == r[4] - r[3] for r in rows)
    assert sum(r[4] - r[3] for r in rows) == sender.records_n
    for topic in IDS:
        assert sorted(stored(city.database, topic)) == sorted(sender.sent[topic])
    signed = {h - 2**64 if h >= 2**63 else h for h in map(event_hash, sender.sent["iot.reading"])}
    found = reading_hashes(city.database)
    assert len(found) == len(set(found))
    assert set(found) == signed
    audit = ingest(city.database, city.broker.url, "audit")
    assert audit.returncode == 0, audit.stdout + audit.stderr
    assert all(code in (-9, 1, 5, 6) for worker in city.workers for code in worker.codes)


def test_three_kills(city: City) -> None:
    rehearse(city, ["worker", "restart_postgres", "restart_broker"])


@pytest.mark.faults
def test_twenty_kills(city: City) -> None:
    chance = random.Random(20261122)
    kinds = ["worker", "worker", "restart_postgres", "restart_broker", "cut_connections", "freeze"]
    rehearse(city, [chance.choice(kinds) for _ in range(20)])
