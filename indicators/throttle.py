"""Work that may take its time: at most every few seconds, and never more than a share of the wall clock."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager


class Throttle:
    def __init__(self, least_s: float, share: float) -> None:
        self.least_s = least_s
        self.share = share
        self._next = 0.0

    def ready(self) -> bool:
        return time.monotonic() >= self._next

    @contextmanager
    def spending(self, counts: bool) -> Iterator[None]:
        """What runs inside decides when the next turn comes."""
        started = time.monotonic()
        yield
        if counts:
            self._next = time.monotonic() + max(self.least_s, (time.monotonic() - started) / self.share)
