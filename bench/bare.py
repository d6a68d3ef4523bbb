"""The measure of the ingest: one connection that COPYs the same rows, encoded beforehand, into an equal table."""

from __future__ import annotations

import time
from typing import NamedTuple

from bench import cpu, memory
from bench.stack import Stack
from core.store import Session, Store

ROWS = 50_000
OUT = """
COPY (
    SELECT observed_at, value, event_hash, source_no, metric_no, quality FROM raw.reading
    WHERE observed_at >= to_timestamp(%s) AND observed_at < to_timestamp(%s) ORDER BY observed_at, event_hash
) TO STDOUT (FORMAT BINARY)
"""
IN = "COPY bench.reading (observed_at, value, event_hash, source_no, metric_no, quality) FROM STDIN (FORMAT BINARY)"


class Bare(NamedTuple):
    rows_s: float
    us_row: float


def table(store: Store) -> None:
    """The raw table again, without what the product adds to it."""
    with store.session() as session:
        session.run("CREATE SCHEMA IF NOT EXISTS bench")
        session.run("CREATE TABLE bench.reading (LIKE raw.reading)")
        session.run(
            "SELECT create_hypertable('bench.reading', by_range('observed_at', INTERVAL '1 day'), create_default_indexes => FALSE)"
        )
        session.run("CREATE UNIQUE INDEX bench_key ON bench.reading (observed_at, event_hash)")


def encoded(store: Store, first_s: int, rows: int, per_s: float) -> list[bytes]:
    """COPY's own bytes of all rows, in order of time, in batches of about ROWS."""
    step = ROWS / per_s
    spans = [(first_s + n * step, first_s + (n + 1) * step) for n in range(-(-rows // ROWS))]
    with store.session() as session:
        return [_out(session, *span) for span in spans]


def copy(running: Stack, store: Store, parts: list[bytes], rows: int) -> Bare:
    with store.session() as session:
        session.run("TRUNCATE bench.reading")
    memory.take(running.folder)
    began, used = time.monotonic(), time.process_time() + cpu.seconds([running.postgres_pid])
    for part in parts:
        with store.session() as session, session.connection.cursor() as cursor, cursor.copy(IN) as stream:
            stream.write(part)
    took, spent = time.monotonic() - began, time.process_time() + cpu.seconds([running.postgres_pid]) - used
    return Bare(rows / took, 1e6 * spent / rows)


def _out(session: Session, first_s: float, last_s: float) -> bytes:
    with session.connection.cursor() as cursor, cursor.copy(OUT, [first_s, last_s]) as stream:
        return b"".join(bytes(block) for block in stream)
