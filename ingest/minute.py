"""Counts and delays of the running minute, as /ops shows them."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ingest.model import Decoded, Written
from ingest.sink import Transaction

_KEPT = 5_000


@dataclass(slots=True)
class _Running:
    minute: int = 0
    delays_s: list[Any] = field(default_factory=list)


class Minutes:
    """One row per stream, minute and worker; delay is committed minus observed, over the whole minute."""

    def __init__(self, owner: str) -> None:
        self._owner = owner
        self._running: dict[str, _Running] = {}
        self._commit_ms: float | None = None

    def committed(self, seconds: float) -> None:
        self._commit_ms = seconds * 1000

    def count(self, tx: Transaction, topic: str, decoded: Decoded, written: Written) -> None:
        p50, p95 = self._delays(topic, written)
        tx.later(
            "count_minute",
            stream=topic,
            owner=self._owner,
            rows_n=written.rows_n,
            dead_n=len(decoded.dead) + len(written.dead),
            duplicates_n=written.duplicates_n,
            located_n=written.located_n,
            unlocated_n=written.unlocated_n,
            delay_p50_s=p50,
            delay_p95_s=p95,
            commit_ms=self._commit_ms,
        )

    def _delays(self, topic: str, written: Written) -> tuple[float | None, float | None]:
        now = time.time()
        running = self._running.setdefault(topic, _Running())
        if running.minute != int(now // 60):
            running.minute, running.delays_s = int(now // 60), []
        if len(written.observed_s):
            running.delays_s.append(now - np.asarray(written.observed_s, dtype=np.float64)[-_KEPT:])
        if not running.delays_s:
            return None, None
        joined = np.concatenate(running.delays_s)[-_KEPT:]
        running.delays_s = [joined]
        p50, p95 = np.percentile(joined, (50, 95)).tolist()
        return p50, p95
