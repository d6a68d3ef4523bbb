"""Work that may take its time: at most every few seconds, never more than a share of the wall clock, calmer while much arrives."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

LEAST_S = 0.25  # one commit just after a look is no flood


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


class Arrivals:
    """How fast a queue grows that is looked at now and then."""

    def __init__(self) -> None:
        self._left_n = 0
        self._at = time.monotonic()

    def rate(self, waiting_n: int) -> float:
        """What came since the last look, per second."""
        grown, took = waiting_n - self._left_n, time.monotonic() - self._at
        self._left_n, self._at = waiting_n, time.monotonic()
        return grown / max(took, LEAST_S)

    def taken(self, n: int) -> None:
        self._left_n -= n


class Rests:
    """Rests between pieces of work, `times` as long as the piece before and together no longer than `most_s`."""

    def __init__(self, times: float, most_s: float) -> None:
        self._times = times
        self._left_s = most_s

    def after(self, worked_s: float) -> None:
        rest_s = min(self._times * worked_s, self._left_s)
        self._left_s -= rest_s
        time.sleep(rest_s)
