"""The most memory a worker held while two of them took a backlog of two million readings, and what it held at its thirds.

`resident_mb` is what the kernel counts as resident; the most is its own high-water mark. BENCH_BACKLOG changes how many wait.
"""

from __future__ import annotations

import os
import re
import time
from pathlib import Path
from typing import Any

from bench.readings import WIDE, began, register, send
from bench.stack import Stack, stack
from core import city
from core.store import Store
from demo.producer import Producer

ROWS = int(os.environ.get("BENCH_BACKLOG", "2000000"))
DONE = "SELECT coalesce(sum(next_offset - first_offset), 0)::bigint AS n FROM ing.stream_offset WHERE stream = 'iot.reading'"


def measure() -> dict[str, Any]:
    with stack() as running, Store(running.settings.database_url, size=1) as store:
        register(store, city.load(running.settings.city), WIDE)
        with Producer(running.settings) as producer:
            send(producer, WIDE, began(WIDE, ROWS), ROWS)
        with running.workers() as workers:
            held = taken(running, store, workers)
            most = {f"worker-{n}": resident_mb(pid, "VmHWM") for n, pid in enumerate(workers, 1)}
    return {"backlog": ROWS, "goal_mb": 300, "most_mb": most, "resident_mb_at_each_third": held}


def taken(running: Stack, store: Store, workers: list[int]) -> list[list[float]]:
    held = []
    for third in (1, 2, 3):
        while done(store) < ROWS * third // 3:
            time.sleep(0.05)
        held.append([resident_mb(pid, "VmRSS") for pid in workers])
    return held


def done(store: Store) -> int:
    with store.session() as session:
        return int(session.rows(DONE)[0]["n"])


def resident_mb(pid: int, name: str) -> float:
    found = re.search(rf"{name}:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return round(int(found[1]) / 1024, 1) if found else 0.0
