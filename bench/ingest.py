"""Rows a second of the full ingest from records that wait in Kafka, against a bare COPY BINARY of the same rows.

One pair: two workers and the refresh take all records (typed checks, units, location, unique key, fence, newest values, dead
letters, rollups by minute, hour and day); then the same rows go by one connection into an equal table. The ingest is timed from
the moment both workers have committed, so that the start of Python and the sharing of the group are not rows, until every row
is committed and nothing waits for the rollups. BENCH_ROWS and BENCH_PAIRS change how many.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from bench import bare, cpu, memory
from bench.figures import spread
from bench.readings import DENSE, WIDE, Load, began, register, send
from bench.stack import Stack, stack
from core import city
from core.store import Row, Store
from deploy.local.wait import until
from ingest.operate import pack

PAIRS = int(os.environ.get("BENCH_PAIRS", "5"))
ROWS = int(os.environ.get("BENCH_ROWS", "3000000"))
REPEATED = 5000  # rows of one redelivered batch
EMPTIED = "raw.reading, state.latest, ing.dirty, ing.delta_batch, ing.minute, roll.minute, roll.hour, roll.day, roll.changed, roll.waiting"
DONE = "SELECT coalesce(sum(next_offset), 0)::bigint AS n FROM ing.stream_offset WHERE stream = 'iot.reading'"
LEFT = "SELECT EXISTS (SELECT FROM ing.delta_batch) OR EXISTS (SELECT FROM ing.dirty) AS left"
SHARED = "SELECT count(DISTINCT owner) = 2 AND bool_and(next_offset > first_offset) AS shared FROM ing.stream_offset\
 WHERE stream = 'iot.reading' AND owner <> 'bench'"
PARTS = "SELECT topic_id, part, next_offset FROM ing.stream_offset WHERE stream = 'iot.reading'"
SIZES = """
SELECT hypertable_size('raw.reading') AS raw, pg_total_relation_size('state.latest') AS latest,
    hypertable_size('roll.minute') + hypertable_size('roll.hour') + hypertable_size('roll.day') AS rollups
"""


@dataclass(slots=True)
class Run:
    """One run of the ingest; `us` are microseconds of processor time a row by process."""

    rows_s: float
    us: dict[str, float]
    settled_s: float  # from the last commit until nothing waited
    steps: list[tuple[float, int]] = field(default_factory=list)

    @property
    def own_us(self) -> float:
        return sum(us for name, us in self.us.items() if name != "broker")


class Sent(NamedTuple):
    """Records that wait behind these partitions of the ledger."""

    parts: list[Row]
    before: int
    records: int
    first_s: int


@dataclass(slots=True)
class Bench:
    running: Stack
    store: Store

    def phase(self, load: Load) -> dict[str, Any]:
        """Send once, then read and write it again and again."""
        sent = self._send(load)
        runs, copies, batches = list[Run](), list[bare.Bare](), list[bytes]()
        for _ in range(PAIRS):
            runs.append(self._take(sent))
            batches = batches or bare.encoded(self.store, sent.first_s, ROWS, load.per_s)
            copies.append(bare.copy(self.running, self.store, batches, ROWS))
        fresh = self._bytes()
        pack.run(self.store.url, datetime.now(UTC) + timedelta(days=2))
        return told(runs, copies) | {
            "records": sent.records,
            "bytes_row": fresh,
            "bytes_row_of_ended_days": self._bytes(),
        }

    def in_turns(self, load: Load) -> dict[str, Any]:
        """Without and with a hundredth sent again, one after the other: what the machine does meanwhile is the same for both."""
        plain, again = list[Run](), list[Run]()
        for _ in range(PAIRS):
            plain.append(self._take(self._send(load)))
            again.append(self._take(self._send(load, REPEATED)))
        return {
            "rows_s_without": spread([r.rows_s for r in plain], 0),
            "rows_s": spread([r.rows_s for r in again], 0),
            "to_none": spread([b.rows_s / a.rows_s for a, b in zip(plain, again, strict=True)], 3),
            "cpu_to_none": spread([b.own_us / a.own_us for a, b in zip(plain, again, strict=True)], 3),
        }

    def _send(self, load: Load, twice: int = 0) -> Sent:
        parts, first_s = self._parts(), began(load, ROWS)
        before = sum(p["next_offset"] for p in parts)
        return Sent(parts, before, send(self.running.settings.kafka_bootstrap, load, first_s, ROWS, twice), first_s)

    def _take(self, sent: Sent) -> Run:
        self._again(sent.parts)
        memory.take(self.running.folder)
        return self._run(sent.before, sent.records)

    def _parts(self) -> list[Row]:
        with self.store.session() as session:
            return session.rows(PARTS)

    def _again(self, parts: list[Row]) -> None:
        """Empty tables, and the ledger where this phase began; a partition without a row begins at the broker's first."""
        with self.store.session() as session:
            session.run(f"TRUNCATE {EMPTIED}")
            session.run("DELETE FROM ing.stream_offset WHERE stream = 'iot.reading'")
            session.run_many(
                "INSERT INTO ing.stream_offset (stream, topic_id, part, first_offset, next_offset, owner)"
                " VALUES ('iot.reading', %(topic_id)s, %(part)s, %(next_offset)s, %(next_offset)s, 'bench')",
                parts,
            )

    def _run(self, before: int, waiting: int) -> Run:
        with self._processes() as pids:
            until(self._shared, "commits of both workers", 90, 0.005)
            start, first, used = time.monotonic(), self._done(), spent(pids)
            steps = [(0.0, first - before)]
            while (n := self._done()) < before + waiting:
                steps.append((time.monotonic() - start, n - before))
                time.sleep(0.02)
            committed = time.monotonic()
            until(lambda: not self._left(), "the rollups", 300, 0.1)
            took, after = time.monotonic() - start, spent(pids)
        rows = before + waiting - first
        us = {name: round(1e6 * (after[name] - used[name]) / rows, 3) for name in pids}
        return Run(rows / took, us, start + took - committed, [*steps, (committed - start, waiting)])

    @contextmanager
    def _processes(self) -> Iterator[dict[str, list[int]]]:
        with self.running.running("-m", "indicators") as refresh, self.running.workers() as workers:
            yield {
                "worker": workers, "database": [self.running.postgres_pid], "refresh": [refresh.pid],
                "broker": [self.running.kafka_pid],
            }  # fmt: skip

    def _done(self) -> int:
        with self.store.session() as session:
            return int(session.rows(DONE)[0]["n"])

    def _shared(self) -> bool:
        """Every partition has moved, and each worker has some of them: the group is at rest."""
        with self.store.session() as session:
            return bool(session.rows(SHARED)[0]["shared"])

    def _left(self) -> bool:
        with self.store.session() as session:
            return bool(session.rows(LEFT)[0]["left"])

    def _bytes(self) -> dict[str, float]:
        with self.store.session() as session:
            session.run("SET LOCAL statement_timeout = 0")
            sizes = session.rows(SIZES)[0]
        return {name: round(size / ROWS, 1) for name, size in sizes.items()}


def spent(pids: dict[str, list[int]]) -> dict[str, float]:
    return {name: cpu.seconds(some) for name, some in pids.items()}


def told(runs: list[Run], copies: list[bare.Bare]) -> dict[str, Any]:
    pairs = list(zip(runs, copies, strict=True))
    return {
        "rows_s": spread([r.rows_s for r in runs], 0),
        "bare_copy_rows_s": spread([c.rows_s for c in copies], 0),
        "ratio": spread([r.rows_s / c.rows_s for r, c in pairs], 3),
        "cpu_us_row": spread([r.own_us for r in runs], 2),
        "bare_copy_cpu_us_row": spread([c.us_row for c in copies], 2),
        "cpu_ratio": spread([r.own_us / c.us_row for r, c in pairs], 2),
        **{f"{name}_us_row": spread([r.us[name] for r in runs], 2) for name in runs[0].us},
        "settled_after_s": spread([r.settled_s for r in runs], 2),
        "last_tenth_to_first": spread([flatness(r.steps) for r in runs], 3),
    }


def flatness(steps: list[tuple[float, int]]) -> float:
    """Rows a second of the last tenth of the rows over those of the first tenth."""
    tenth = steps[-1][1] / 10

    def at(rows: float) -> float:
        return next(t for t, n in steps if n >= rows)

    first, last = at(steps[0][1] + tenth) - steps[0][0], steps[-1][0] - at(steps[-1][1] - tenth)
    return first / max(last, 1e-9)


def measure() -> dict[str, Any]:
    with stack() as running, Store(running.settings.database_url, size=2) as store:
        bench, pack = Bench(running, store), city.load(running.settings.city)
        bare.table(store)
        for load in (DENSE, WIDE):
            register(store, pack, load)
        found = {load.name: bench.phase(load) for load in (DENSE, WIDE)}
        again = bench.in_turns(DENSE)
    return {"rows": ROWS, "pairs": PAIRS, "workers": 2, **found, "one_percent_redelivered": again}
