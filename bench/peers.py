"""Our full ingest against what others write from Kafka into PostgreSQL: same broker, same run, same table and unique key.

The others get records that already have the form of the table (numbers instead of names and units, no schema version, no location)
and do nothing but write them. Ours takes the records of the contract and checks, locates, counts, keeps the newest, leaves what the
rollups need and writes the ledger besides. Each has two processes or tasks and as many records in each of four partitions, and is
timed from its first commit to the last look before its end.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, NamedTuple

from bench import cpu, dense, memory
from bench.figures import spread
from bench.readings import DENSE, Record, began, register, send
from bench.rivals import setup
from bench.rivals.commands import PROCESSES, RIVALS
from bench.sender import flood
from bench.stack import Stack, stack
from core import city
from core.settings import ROOT
from core.store import Store
from deploy.local.wait import NotReady, until
from ingest.client.source import create_topics

RUNS = 3
OURS_ROWS = 4_000_000  # ten seconds: the second worker comes a moment after the first
PARTITIONS = 4
APART_S = 3600  # between the readings of two runs: none repeats
LOOK_S = {"ours": 0.1, "rival": 1.0}  # the ledger is one look, the others' rows must be counted
PATIENCE_S = 300
CREATE = (
    "CREATE SCHEMA IF NOT EXISTS bench",
    "CREATE TABLE {0} (LIKE raw.reading)",
    "SELECT create_hypertable('{0}', by_range('observed_at', INTERVAL '1 day'), create_default_indexes => FALSE)",
    "CREATE UNIQUE INDEX ON {0} (observed_at, event_hash)",
)
COUNT = "SELECT count(*) AS n FROM {0}"
LEDGER = "SELECT coalesce(sum(next_offset), 0)::bigint AS n FROM ing.stream_offset WHERE stream = 'iot.reading'"


class Sample(NamedTuple):
    """Rows a second; microseconds of processor time a row, of the writers and the database."""

    rows_s: float
    cpu_us: float


class Look(NamedTuple):
    at: float
    rows: int
    cpu_s: float


def measure() -> dict[str, Any]:
    setup.ensure()
    with stack() as running, Store(running.settings.database_url, size=2) as store:
        register(store, city.load(running.settings.city), DENSE)
        found = [run(running, store, number) for number in range(RUNS)]
    ours = [each["ours"] for each in found]
    return {"runs": RUNS, "processes_each": PROCESSES, "ours": figures(ours)} | {
        name: against(ours, [each[name] for each in found]) for name in RIVALS
    }


def run(running: Stack, store: Store, number: int) -> dict[str, Sample]:
    """One after another; who begins changes from run to run."""
    names = ["ours", *RIVALS]
    first = number % len(names)
    return {name: one(running, store, name, number) for name in names[first:] + names[:first]}


def one(running: Stack, store: Store, name: str, number: int) -> Sample:
    sample = of_ours(running, store, number) if name == "ours" else of_rival(running, store, name, number)
    print(f"  {name}: {sample.rows_s:,.0f} rows/s, {sample.cpu_us:.1f} us a row", file=sys.stderr, flush=True)
    return sample


def figures(samples: list[Sample]) -> dict[str, Any]:
    return {"rows_s": spread([s.rows_s for s in samples], 0), "cpu_us_row": spread([s.cpu_us for s in samples])}


def against(ours: list[Sample], theirs: list[Sample]) -> dict[str, Any]:
    pairs = list(zip(ours, theirs, strict=True))
    return figures(theirs) | {
        "ours_over_theirs_rows_s": spread([o.rows_s / t.rows_s for o, t in pairs], 2),
        "theirs_over_ours_cpu": spread([t.cpu_us / o.cpu_us for o, t in pairs], 2),
    }


def of_ours(running: Stack, store: Store, number: int) -> Sample:
    before = count(store, LEDGER)
    send(running.settings.kafka_bootstrap, DENSE, first_s(number, OURS_ROWS), OURS_ROWS)
    memory.take(running.folder)
    with running.workers(PROCESSES) as workers:
        return timed(running, workers, lambda: count(store, LEDGER) - before, OURS_ROWS, LOOK_S["ours"])


def of_rival(running: Stack, store: Store, name: str, number: int) -> Sample:
    rival, topic, table = RIVALS[name], f"peer.{name}.{number}", f"bench.{name}_{number}"
    prepare(running, store, topic, table)
    rows = dense.flat(first_s(number, rival.rows), rival.rows)
    records: Iterable[Record] = ((b"%05d" % row["source_no"], rival.encode(row)) for row in rows)
    wanted = flood(running.settings.kafka_bootstrap, topic, records)
    memory.take(running.folder)
    words = rival.words(running, topic, table)
    with processes(running, name, [words] * rival.processes) as pids:
        return timed(running, pids, lambda: count(store, COUNT.format(table)), wanted, LOOK_S["rival"])


def first_s(number: int, rows: int) -> int:
    return began(DENSE, rows) - number * (rows // DENSE.sources + APART_S)


def timed(running: Stack, pids: list[int], done: Callable[[], int], rows: int, pause_s: float) -> Sample:
    """From the first look that finds rows to the last one before all are there."""
    until(lambda: done() > 0, "the first commit", 120, pause_s / 10)
    looks = [look(running, pids, done)]
    while looks[-1].rows < rows:
        if looks[-1].at - looks[0].at > PATIENCE_S:
            raise NotReady(f"{looks[-1].rows} of {rows} rows after {PATIENCE_S} s; see {running.folder}")
        time.sleep(pause_s)
        looks.append(look(running, pids, done))
    first, last = looks[0], looks[-2 if len(looks) > 2 else -1]
    n = last.rows - first.rows
    return Sample(n / (last.at - first.at), 1e6 * (last.cpu_s - first.cpu_s) / n)


def look(running: Stack, pids: list[int], done: Callable[[], int]) -> Look:
    rows = done()
    return Look(time.monotonic(), rows, cpu.seconds([*pids, running.postgres_pid]))


def prepare(running: Stack, store: Store, topic: str, table: str) -> None:
    create_topics(running.settings, {topic: PARTITIONS})
    with store.session() as session:
        for statement in CREATE:
            session.run(statement.format(table))


def count(store: Store, statement: str) -> int:
    with store.session() as session:
        return int(session.rows(statement)[0]["n"])


@contextmanager
def processes(running: Stack, name: str, commands: list[list[str]]) -> Iterator[list[int]]:
    with ExitStack() as stack, (running.folder / f"{name}.log").open("ab") as log:
        yield [stack.enter_context(until_left(words, log)).pid for words in commands]


@contextmanager
def until_left(words: list[str], log: Any) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(words, cwd=ROOT, stdout=log, stderr=log)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
