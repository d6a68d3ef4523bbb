"""Ticket steps and video events a second committed by the full service, and microseconds of processor time a row.

The records are those of the demo's generator and wait in Kafka; two workers take them (typed checks, location, ids, rows,
fold of the tickets, judging of repeats, marks, ledger, one transaction a batch). `tickets` come as they were sent, so that a
batch holds whole lives; of `tickets_apart` each run brings one more step of every ticket, so that every step finds its ticket
in the database: the dearest order. Timed from the first commit to the last; the first run of each is not counted.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

import msgspec

from bench import cpu
from bench.figures import spread
from bench.stack import Stack, stack
from core import city
from core.store import Store
from demo.live import video
from demo.live.tickets import Tickets
from demo.live.world import World
from demo.messages import Message
from demo.producer import Producer
from deploy.local.wait import until

RUNS = 3
ROWS = 60_000
DAY_S = 86400
Course = Callable[[int], Iterator[Message]]
DONE = (
    "SELECT coalesce(sum(rows_n), 0)::bigint AS rows, coalesce(sum(next_offset - first_offset), 0)::bigint AS n"
    " FROM ing.stream_offset WHERE stream = %s"
)


class Run(NamedTuple):
    """Rows a second; microseconds a row of the workers, the database and the broker."""

    rows_s: float
    worker_us: float
    database_us: float
    broker_us: float


def measure() -> dict[str, Any]:
    with stack() as running, Store(running.settings.database_url, size=2) as store:
        made = courses(running.settings.city)
        runs = {name: [run(running, store, of_run(n)) for n in range(RUNS + 1)][1:] for name, of_run in made.items()}
    return {"rows_per_run": ROWS, "workers": 2} | {name: figures(found) for name, found in runs.items()}


def figures(runs: list[Run]) -> dict[str, Any]:
    return {
        "rows_s": spread([r.rows_s for r in runs], 0),
        "cpu_us_row": spread([r.worker_us + r.database_us + r.broker_us for r in runs]),
        "worker_us_row": spread([r.worker_us for r in runs]),
        "database_us_row": spread([r.database_us for r in runs]),
        "broker_us_row": spread([r.broker_us for r in runs]),
    }


def courses(key: str) -> dict[str, Course]:
    """A week of tickets, whole or step by step, and a week of video events; each answers the records of a run."""
    world = World(city.load(key), int(time.time()) // DAY_S * DAY_S)
    tickets = list(Tickets(world, world.first).due(world.first, world.origin))
    seen = video.due(world, world.first, world.origin)
    lives = [list(life) for _, life in groupby(sorted(tickets, key=attrgetter("key")), key=attrgetter("key"))]
    long = [life for life in lives if len(life) > RUNS]
    return {
        "tickets": lambda n: copies(tickets, f"w{n}."),
        "tickets_apart": lambda n: copies([life[n] for life in long], "a"),
        "video": lambda n: copies(seen, f"v{n}."),
    }


def copies(messages: list[Message], name: str) -> Iterator[Message]:
    """The records again and again under other ids and callers until there are enough."""
    for n in range(ROWS):
        lap, place = divmod(n, len(messages))
        one = messages[place]
        yield one._replace(key=f"{one.key}-{name}{lap}", body=renamed(one.body, f"-{name}{lap}"))


def renamed(body: bytes, suffix: str) -> bytes:
    fields = msgspec.json.decode(body)
    for name in ("event_id", "ticket_id", "caller"):
        if name in fields:
            fields[name] += suffix
    return msgspec.json.encode(fields)


def run(running: Stack, store: Store, messages: Iterator[Message]) -> Run:
    topic = ""
    with Producer(running.settings) as producer:
        for message in messages:
            topic = message.topic
            producer.send(message)
        producer.flush()
    before = totals(store, topic)
    with running.workers() as workers:
        until(lambda: totals(store, topic)["n"] > before["n"], "the first commit", 90, 0.005)
        began, first, used = time.monotonic(), totals(store, topic), spent(running, workers)
        until(lambda: totals(store, topic)["n"] >= before["n"] + ROWS, "all records committed", 300, 0.02)
        took, after = time.monotonic() - began, spent(running, workers)
    rows = totals(store, topic)["rows"] - first["rows"]
    return Run(rows / took, *(1e6 * (b - a) / rows for a, b in zip(used, after, strict=True)))


def spent(running: Stack, workers: list[int]) -> tuple[float, float, float]:
    return cpu.seconds(workers), cpu.seconds([running.postgres_pid]), cpu.seconds([running.kafka_pid])


def totals(store: Store, topic: str) -> dict[str, int]:
    with store.session() as session:
        return session.rows(DONE, [topic])[0]
