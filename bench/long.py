"""The long run: does a worker get slower, or larger, while it takes a backlog of 30 million readings?

Two workers and the refresh take all records that wait, dense and then wide, each on a database and a broker of its own. The last
tenth of the rows is compared with the first; `cpu_us_row` is the processor time of a row by process, `resident_mb` what the kernel
counts as resident at each tenth, the most is its own high-water mark. `loop_ms` is what a small piece of work takes that has nothing
to do with ours: the pace of a machine whose processors others use, too; `at_one_pace` is the ratio with its changes taken out.
A tenth more waits behind them, so that no worker is done before the others. BENCH_LONG changes how many are counted.
"""

from __future__ import annotations

import os
import re
import time
from itertools import pairwise
from pathlib import Path
from statistics import fmean
from typing import Any, NamedTuple

from bench import memory
from bench.ingest import flatness, spent
from bench.readings import DENSE, WIDE, Load, began, register, send
from bench.stack import stack
from core import city
from core.store import Store
from deploy.local.wait import until

ROWS = int(os.environ.get("BENCH_LONG", "30000000"))
SENT = ROWS * 11 // 10
DONE = "SELECT coalesce(sum(next_offset - first_offset), 0)::bigint AS n FROM ing.stream_offset WHERE stream = 'iot.reading'"
LOOK_S = 0.05
LOOP = 50_000  # a millisecond's work, a hundredth of the machine


def measure() -> dict[str, Any]:
    return {"rows": ROWS, "goal": {"last_tenth_to_first": 0.9, "most_mb": 300}, **{load.name: taken(load) for load in (DENSE, WIDE)}}  # fmt: skip


def taken(load: Load) -> dict[str, Any]:
    with stack() as running, Store(running.settings.database_url, size=1) as store:
        register(store, city.load(running.settings.city), load)
        send(running.settings.kafka_bootstrap, load, began(load, SENT), SENT)
        memory.take(running.folder)
        with running.running("-m", "indicators") as refresh, running.workers() as workers:
            until(lambda: done(store) > 0, "the first commit", 90, 0.01)
            pids = {"worker": workers, "database": [running.postgres_pid], "refresh": [refresh.pid], "broker": [running.kafka_pid]}  # fmt: skip
            steps, marks = followed(store, pids)
            most = {f"worker-{n}": resident_mb(pid, "VmHWM") for n, pid in enumerate(workers, 1)}
    ratio, loops = flatness(steps), [mark.loop_ms for mark in marks[1:]]
    return {
        "rows_s_by_tenth": [round(rate) for rate in rates(steps)],
        "last_tenth_to_first": round(ratio, 3),
        "at_one_pace": round(ratio * loops[-1] / loops[0], 3),
        "loop_ms_by_tenth": [round(loop, 3) for loop in loops],
        "cpu_us_row_by_tenth": {name: [us_row(a, b, name) for a, b in pairwise(marks)] for name in pids},
        "most_mb": most,
        "resident_mb_by_tenth": [mark.resident_mb for mark in marks[1:]],
    }


class Mark(NamedTuple):
    """What was used and held when so many rows were committed."""

    rows: int
    cpu_s: dict[str, float]
    resident_mb: list[float]
    loop_ms: float


def followed(store: Store, pids: dict[str, list[int]]) -> tuple[list[tuple[float, int]], list[Mark]]:
    """Rows committed by time, and a mark at the beginning and at each tenth."""

    def mark() -> Mark:
        resident = [resident_mb(pid, "VmRSS") for pid in pids["worker"]]
        return Mark(steps[-1][1], spent(pids), resident, fmean(loops))

    start = time.monotonic()
    steps, loops = [(0.0, done(store))], [loop_ms()]
    marks = [mark()]
    while steps[-1][1] < ROWS:
        time.sleep(LOOK_S)
        steps.append((time.monotonic() - start, done(store)))
        loops.append(loop_ms())
        if steps[-1][1] >= len(marks) * ROWS // 10:
            marks.append(mark())
            loops.clear()
    return steps, marks


def loop_ms() -> float:
    began = time.process_time()
    sum(range(LOOP))
    return 1e3 * (time.process_time() - began)


def us_row(a: Mark, b: Mark, name: str) -> float:
    return round(1e6 * (b.cpu_s[name] - a.cpu_s[name]) / (b.rows - a.rows), 2)


def rates(steps: list[tuple[float, int]]) -> list[float]:
    """Rows a second of each tenth."""
    times = [next(at for at, n in steps if n >= max(ROWS * tenth // 10, steps[0][1])) for tenth in range(11)]
    return [ROWS / 10 / max(b - a, LOOK_S) for a, b in pairwise(times)]


def done(store: Store) -> int:
    with store.session() as session:
        return int(session.rows(DONE)[0]["n"])


def resident_mb(pid: int, name: str) -> float:
    found = re.search(rf"{name}:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return round(int(found[1]) / 1024, 1) if found else 0.0
