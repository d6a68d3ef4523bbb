"""The largest CSV: every area, every hour of 400 days of one indicator, read by one client as fast as it comes.

Flat means: the memory of the web app does not grow with the rows. It is looked at every 50 ms, from /proc.
"""

from __future__ import annotations

import threading
import time
import urllib.request
from pathlib import Path
from typing import Any

from bench.stack import Stack, stack
from core.store import Store
from deploy.local.wait import until

DAYS = 400
INDICATOR, GRAIN = "environment.aqi_hour", "hour"
FILL = """
INSERT INTO val.value (indicator, subject_kind, subject, grain, period_start_at, period_end_at, value, numerator,
    denominator, status, detail, definition, known_at, data_until_at)
SELECT %s, 'area', a.area_id, %s, h, h + INTERVAL '1 hour', abs(hashtext(a.area_id || h)) %% 300, abs(hashtext(a.area_id || h)) %% 300,
    1, 'good', 'PM2.5;O3', '2026-03-01', h + INTERVAL '70 minutes', h + INTERVAL '1 hour'
FROM dim.area AS a, generate_series(date_trunc('hour', now()) - %s * INTERVAL '1 day', now(), INTERVAL '1 hour') AS h
"""
READ = 1 << 16


def measure() -> dict[str, Any]:
    with stack() as running, running.running("-m", "app") as app:
        with Store(running.settings.database_url, size=1) as store:
            fill(store)
        until(lambda: running.answers(app), f"the app at {running.address}", 60, 0.2)
        return exported(running, app.pid)


def fill(store: Store) -> None:
    for statement, given in ((FILL, [INDICATOR, GRAIN, DAYS]), ("ANALYZE val.value", None)):
        with store.session() as session:
            session.run("SET LOCAL statement_timeout = 0")
            session.run(statement, given)


def exported(running: Stack, pid: int) -> dict[str, Any]:
    address = f"{running.address}/export/indicators.csv?indicator={INDICATOR}&grain={GRAIN}"
    urllib.request.urlopen(f"{address}&from=2999-01-01T00:00:00Z", timeout=30).read()  # its code is loaded
    memory = Memory(pid)
    with memory:
        first_s, took_s, size, rows = read(address)
    return {
        "rows": rows - 1,
        "megabytes": round(size / 1e6, 1),
        "first_byte_s": round(first_s, 3),
        "rows_s": round(rows / took_s),
        "memory_before_mb": memory.before_mb,
        "memory_most_mb": memory.most_mb,
    }


def read(address: str) -> tuple[float, float, int, int]:
    """Seconds to the first byte and to the last, bytes, lines; nothing is kept."""
    began, size, lines = time.monotonic(), 0, 0
    with urllib.request.urlopen(address, timeout=60) as answer:
        part = answer.read(1)
        first_s = time.monotonic() - began
        while part:
            size, lines = size + len(part), lines + part.count(b"\n")
            part = answer.read(READ)
    return first_s, time.monotonic() - began, size, lines


class Memory:
    """The most that a process held while the block ran."""

    def __init__(self, pid: int) -> None:
        self._file = Path(f"/proc/{pid}/status")
        self.before_mb = self.most_mb = self._now()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._ended.wait(0.05):
            self.most_mb = max(self.most_mb, self._now())

    def _now(self) -> int:
        line = next(line for line in self._file.read_text().splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) // 1024
