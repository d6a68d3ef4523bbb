"""Rows a second committed by the full ingest of records that wait in Kafka, against a bare COPY BINARY of the same rows.

One pair: the records are sent, two workers take them (typed checks, location, latest values, marks, duplicates, ledger, one
transaction a batch); then the same rows go by one connection into an equal table with the same unique key. The ingest is timed from
its first commit, so that the start of Python and the joining of the group are not rows.
"""

from __future__ import annotations

import time
from typing import Any, NamedTuple

from bench import cpu
from bench.figures import spread
from bench.stack import Stack, stack
from core import city
from core.store import Session, Store
from demo.live import series as sources
from demo.live.readings import made
from demo.live.world import World
from demo.producer import Producer
from deploy.local.wait import until

PAIRS = 5
ROWS = 200_000
COPY_ROWS = 50_000
COUNT = "SELECT count(*) AS n FROM raw.reading WHERE observed_at > to_timestamp(%s) AND observed_at <= to_timestamp(%s)"
OUT = """
COPY (
    SELECT observed_at, value, event_hash, source_no, metric_no, quality FROM raw.reading
    WHERE observed_at > to_timestamp(%s) AND observed_at <= to_timestamp(%s)
    ORDER BY observed_at, event_hash OFFSET %s LIMIT %s
) TO STDOUT (FORMAT BINARY)
"""
IN = "COPY bench.reading (observed_at, value, event_hash, source_no, metric_no, quality) FROM STDIN (FORMAT BINARY)"
DONE = (
    "SELECT coalesce(sum(rows_n), 0)::bigint AS rows, coalesce(sum(next_offset), 0)::bigint AS n FROM ing.stream_offset \
WHERE stream = 'iot.reading'"
)


class Pair(NamedTuple):
    """Rows a second, and microseconds of processor time a row, of the ingest and of the bare COPY."""

    ingest_s: float
    copy_s: float
    ingest_us: float
    copy_us: float


def measure() -> dict[str, Any]:
    with stack() as running, Store(running.settings.database_url, size=2) as store:
        _bare_table(store)
        pairs = [pair(running, store, number) for number in range(PAIRS)]
    return {
        "rows_per_pair": ROWS,
        "workers": 2,
        "ingest_rows_s": spread([p.ingest_s for p in pairs], 0),
        "bare_copy_rows_s": spread([p.copy_s for p in pairs], 0),
        "ratio": spread([p.ingest_s / p.copy_s for p in pairs], 3),
        "ingest_cpu_us_row": spread([p.ingest_us for p in pairs], 2),
        "bare_copy_cpu_us_row": spread([p.copy_us for p in pairs], 2),
        "cpu_ratio": spread([p.ingest_us / p.copy_us for p in pairs], 2),
    }


def pair(running: Stack, store: Store, number: int) -> Pair:
    waiting, first_s, last_s = preload(running, number)
    before = totals(store)
    with running.workers() as workers:
        until(lambda: totals(store)["n"] > before["n"], "the first commit", 90, 0.005)
        began, first, used = time.monotonic(), totals(store), cpu.seconds([*workers, running.postgres_pid])
        until(lambda: totals(store)["n"] >= before["n"] + waiting, "all records committed", 300, 0.02)
        took, spent = time.monotonic() - began, cpu.seconds([*workers, running.postgres_pid]) - used
    rows = totals(store)["rows"] - first["rows"]
    copy_s, copy_us = bare_copy(running, store, first_s, last_s)
    return Pair(rows / took, copy_s, 1e6 * spent / rows, copy_us)


def totals(store: Store) -> dict[str, int]:
    with store.session() as session:
        return session.rows(DONE)[0]


def preload(running: Stack, number: int) -> tuple[int, int, int]:
    """Readings of the pack's own devices, hour by hour; answers how many records, and the span they were taken in."""
    world = World(city.load(running.settings.city), int(time.time()) // 86400 * 86400 - number * 40 * 3600)
    series = sources.build(world)
    with Producer(running.settings) as producer:
        until_s = world.origin
        while producer.sent < ROWS:
            for topic, key, body in made(series, series.due(until_s - 3600, until_s)):
                producer.put(topic, key, body)
            producer.flush()
            until_s -= 3600
        return producer.sent, until_s - 1800, world.origin


def _bare_table(store: Store) -> None:
    """The raw table again, without what the product adds to it."""
    with store.session() as session:
        session.run("CREATE SCHEMA bench")
        session.run("CREATE TABLE bench.reading (LIKE raw.reading)")
        session.run(
            "SELECT create_hypertable('bench.reading', by_range('observed_at', INTERVAL '1 day'), create_default_indexes => FALSE)"
        )
        session.run("CREATE UNIQUE INDEX bench_key ON bench.reading (observed_at, event_hash)")


def bare_copy(running: Stack, store: Store, first_s: int, last_s: int) -> tuple[float, float]:
    """Rows a second of one connection with the rows of this pair, encoded beforehand; and its microseconds a row."""
    with store.session() as session:
        n = session.rows(COUNT, [first_s, last_s])[0]["n"]
        parts = [encoded(session, first_s, last_s, offset) for offset in range(0, n, COPY_ROWS)]
        session.run("TRUNCATE bench.reading")
    began, used = time.monotonic(), time.process_time() + cpu.seconds([running.postgres_pid])
    for part in parts:
        with store.session() as session:
            put(session, part)
    took, spent = time.monotonic() - began, time.process_time() + cpu.seconds([running.postgres_pid]) - used
    return n / took, 1e6 * spent / n


def encoded(session: Session, first_s: int, last_s: int, offset: int) -> bytes:
    """COPY's own bytes of a part of the rows, in order of time as they arrived."""
    with session.connection.cursor() as cursor, cursor.copy(OUT, [first_s, last_s, offset, COPY_ROWS]) as copy:
        return b"".join(bytes(block) for block in copy)


def put(session: Session, part: bytes) -> None:
    with session.connection.cursor() as cursor, cursor.copy(IN) as copy:
        copy.write(part)
