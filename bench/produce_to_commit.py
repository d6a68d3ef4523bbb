"""From handing a record to the producer until the transaction that holds its row is committed, at 20,000 readings a second.

Two workers and the refresh run. Twice: 20,000 series that each speak once a second, and 400 series that send what they gathered.
The generator hands its records to librdkafka, which takes a tenth of a processor of the two; kafka-python would take one. The n-th
record of a partition has the n-th offset behind the first, so the ledger's next offset, read on a connection of its own whenever the
database tells of a commit, says when each record was committed; that hearing and reading is part of the figure.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple

import psycopg

from bench import cpu
from bench.figures import histogram, spread, tail
from bench.readings import TOPIC, Load, Record, made, register
from bench.sender import PARTS, part_of, producer
from bench.stack import Stack, stack
from core import city
from core.store import Store
from deploy.local.wait import until

RUNS = 5
PER_S = 20_000
LOADS = (Load("fast", 5000, 4, 1), Load("few", 400, 1, 1))
WARM_S, TIMED_S = 3, 10
TICK_S = 0.005
LOOK_S = 0.1  # at the latest, were a message lost
WHERE = "SELECT part, next_offset FROM ing.stream_offset WHERE stream = 'iot.reading'"


@dataclass(slots=True)
class Watch:
    """Next offsets as they were seen, with the time, until told to stop."""

    url: str
    seen: dict[int, list[tuple[float, int]]] = field(default_factory=lambda: {part: [] for part in range(PARTS)})
    stop: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute("LISTEN ingest")
            while not self.stop.is_set():
                self._look(connection)
                for _ in connection.notifies(timeout=LOOK_S, stop_after=1):
                    pass

    def _look(self, connection: psycopg.Connection[tuple[int, int]]) -> None:
        for part, offset in connection.execute(WHERE).fetchall():
            if not self.seen[part] or self.seen[part][-1][1] != offset:
                self.seen[part].append((time.perf_counter(), offset))


class Run(NamedTuple):
    """`cpu_share` is of one processor, of all workers together."""

    waits_ms: list[float]
    sent_s: float
    cpu_share: float


def offsets(store: Store) -> dict[int, int]:
    with store.session() as session:
        return {row["part"]: row["next_offset"] for row in session.rows(WHERE)}


def measure() -> dict[str, Any]:
    with stack() as running, Store(running.settings.database_url, size=1) as store:
        for load in LOADS:
            register(store, city.load(running.settings.city), load)
        with running.running("-m", "indicators"), running.workers() as workers:
            until(lambda: len(offsets(store)) == PARTS, "all partitions claimed", 90)
            found = {
                load.name: told(load, [run(running, store, workers, load, n) for n in range(RUNS)]) for load in LOADS
            }
    return {"readings_s": PER_S, "workers": 2, "goal_ms": {"p50": 50, "p99": 200}, **found}


def told(load: Load, runs: list[Run]) -> dict[str, Any]:
    waits = [tail(r.waits_ms) for r in runs]
    return {
        "series": load.sources * load.metrics,
        "p50_ms": spread([w["p50"] for w in waits]),
        "p99_ms": spread([w["p99"] for w in waits]),
        "max_ms": spread([w["max"] for w in waits]),
        "sent_s": spread([r.sent_s for r in runs], 0),
        "worker_cpu_share": spread([r.cpu_share for r in runs], 2),
        "histogram": histogram([w for r in runs for w in r.waits_ms]),
    }


def run(running: Stack, store: Store, workers: list[int], load: Load, number: int) -> Run:
    """Each run goes on in time where the one before ended, and the last one ends now: no reading is old, none is sent twice."""
    n = (WARM_S + TIMED_S) * PER_S
    records = list(made(load, int(time.time() - (RUNS - number) * n / load.per_s), n))
    before = offsets(store)
    watch = Watch(running.settings.database_url)
    thread = threading.Thread(target=watch.run)
    thread.start()
    used, began = cpu.seconds(workers), time.perf_counter()
    sent = send(running, records)
    took, spent = time.perf_counter() - began, cpu.seconds(workers) - used
    goal = {part: before[part] + len(times) for part, times in enumerate(sent)}
    try:
        until(lambda: all(offsets(store)[part] >= goal[part] for part in goal), "all records committed", 60, 0.05)
    finally:
        watch.stop.set()
        thread.join()
    waits = [w for part in range(PARTS) for w in latencies(before[part], sent[part], watch.seen[part])]
    return Run([1000 * w for w in waits], len(records) / took, spent / took)


def send(running: Stack, records: list[Record]) -> list[list[float]]:
    """Evenly, in ticks; answers by partition when each record was handed over."""
    sent: list[list[float]] = [[] for _ in range(PARTS)]
    out = producer(running.settings.kafka_bootstrap, **{"linger.ms": 2})
    began, step, left = time.perf_counter(), int(PER_S * TICK_S), iter(records)
    for tick in range(len(records) // step):
        for name, body in islice(left, step):
            part = part_of(name)
            sent[part].append(time.perf_counter())
            out.produce(TOPIC, body, name, partition=part)
        out.poll(0)
        time.sleep(max(0.0, began + (tick + 1) * TICK_S - time.perf_counter()))
    out.flush()
    return sent


def latencies(first: int, sent: list[float], seen: list[tuple[float, int]]) -> Iterator[float]:
    """Seconds of each record after the warming up."""
    place, warm = 0, WARM_S * PER_S // PARTS
    for at, offset in seen:
        until_place = offset - first
        yield from (at - sent[i] for i in range(max(place, warm), min(until_place, len(sent))))
        place = max(place, until_place)
