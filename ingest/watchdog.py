"""Ends the process when its loop stands still: a hang is cured by the supervisor, not by waiting."""

from __future__ import annotations

import os
import threading
import time

from core import log

LIMIT_S = 45.0
EXIT_CODE = 6


class Watchdog:
    def __init__(self, limit_s: float = LIMIT_S) -> None:
        self._limit_s = limit_s
        self._beaten_at = time.monotonic()
        self._stopped = threading.Event()

    def beat(self) -> None:
        self._beaten_at = time.monotonic()

    def start(self) -> None:
        threading.Thread(target=self._watch, name="watchdog", daemon=True).start()

    def stop(self) -> None:
        self._stopped.set()

    def _watch(self) -> None:
        while not self._stopped.wait(self._limit_s / 10):
            still = time.monotonic() - self._beaten_at
            if still > self._limit_s:
                log.get("watchdog").error("stands_still", seconds=round(still), allowed=self._limit_s)
                os._exit(EXIT_CODE)
