"""A worker more: partitions move without loss, and no partition stands still for two seconds."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from deploy.local.wait import until
from tests.ingest.processes import KEY, Sender, Worker, consumed, ingest, ledger

if TYPE_CHECKING:
    from deploy.local.kafka import Kafka

pytestmark = [pytest.mark.broker, pytest.mark.db]

PARTS = [(topic, part) for topic in KEY for part in range(4)]
STOP_S = 2.0
LOOK = "SELECT stream, part, next_offset, owner FROM ing.stream_offset"


class Steady(threading.Thread):
    """Sends to every partition all the time, and watches how far each one is."""

    def __init__(self, database: str, sender: Sender) -> None:
        super().__init__()
        self._database, self._sender = database, sender
        self._stopped = threading.Event()
        self.seen: dict[tuple[str, int], list[tuple[float, int, str]]] = {key: [] for key in PARTS}

    def run(self) -> None:
        with psycopg.connect(self._database, autocommit=True) as connection:
            while not self._stopped.wait(0.02):
                for number, (topic, part) in enumerate(PARTS, self._sender.records_n):
                    self._sender.send(topic, self._sender.one(topic, number), part)
                for topic, part, offset, owner in connection.execute(LOOK).fetchall():
                    rows = self.seen[topic, part]
                    if not rows or rows[-1][1:] != (offset, owner):
                        rows.append((time.monotonic(), offset, owner))

    def stop(self) -> None:
        self._stopped.set()
        self.join()

    def owners(self) -> set[str]:
        return {rows[-1][2] for rows in self.seen.values() if rows}

    def longest_stop_s(self, key: tuple[str, int], since: float, until: float = math.inf) -> float:
        """Between two commits of a partition."""
        times = [since, *(at for at, *_ in self.seen[key] if since < at < until)]
        return max(b - a for a, b in pairwise(times))


@pytest.fixture
def services(database: str, broker: Kafka) -> tuple[str, str]:
    assert ingest(database, broker.url, "topics").returncode == 0
    return database, broker.url


@pytest.fixture
def start(services: tuple[str, str], tmp_path: Path) -> Iterator[Callable[[str], Worker]]:
    with ExitStack() as stack:

        def start(name: str) -> Worker:
            worker = Worker(name, *services, tmp_path)
            stack.callback(worker.stop)
            return worker

        yield start


def test_a_third_worker_takes_its_share(services: tuple[str, str], start: Callable[[str], Worker]) -> None:
    workers = [start("worker-1"), start("worker-2")]
    with closing(Sender(services[1])) as sender:
        steady = Steady(services[0], sender)
        steady.start()
        try:
            until(lambda: len(steady.owners()) == 2 and all(steady.seen.values()), "two owners of all partitions", 60)
            began = time.monotonic()
            until(lambda: all(len(rows) > 20 for rows in steady.seen.values()), "commits of every partition", 60)
            since = time.monotonic()
            workers.append(start("worker-3"))
            until(lambda: "worker-3" in steady.owners(), "a partition of the third", 60)
            moved = {key: len(rows) for key, rows in steady.seen.items()}
            until(lambda: all(len(r) > moved[p] + 20 for p, r in steady.seen.items()), "commits of every partition", 60)
        finally:
            steady.stop()
    until(lambda: consumed(services[0]) >= sender.records_n, "all records in the ledger", 60)
    usual_s = {key: round(steady.longest_stop_s(key, began, since), 2) for key in PARTS}
    stops_s = {key: round(steady.longest_stop_s(key, since), 2) for key in PARTS}
    print(f"longest time between two commits, by partition: {stops_s}, and before the third came: {usual_s}")
    assert max(stops_s.values()) < STOP_S
    rows = ledger(services[0])
    assert sum(r[4] - r[3] for r in rows) == sender.records_n
    assert sum(r[5] for r in rows) == sum(map(len, sender.sent.values()))
    for worker in workers:
        assert worker.stop()[0] == 0
    found = ingest(*services, "audit")
    assert found.returncode == 0, found.stdout + found.stderr
