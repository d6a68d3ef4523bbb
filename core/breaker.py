"""Fail fast: after one failed attempt the next callers are told at once, and one of them tries again after a rest."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Breaker:
    """`rest_s` 0 means that every caller tries for itself."""

    def __init__(self, rest_s: float, refusal: type[Exception]) -> None:
        self._rest_s = rest_s
        self._refusal = refusal
        self._lock = threading.Lock()
        self._rests_until = 0.0
        self._probing = False
        self.tripped = False  # from a failure until an attempt succeeds

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Around one attempt. `refusal` raised inside trips it; raised at once while it rests or another caller probes."""
        probe = self._admit()
        try:
            yield
        except self._refusal:
            self._trip()
            raise
        else:
            self.tripped = False
        finally:
            if probe:
                self._probing = False

    def _admit(self) -> bool:
        with self._lock:
            if not self.tripped:
                return False
            if self._probing or time.monotonic() < self._rests_until:
                raise self._refusal("did not answer a moment ago; the next attempt is under way")
            self._probing = True
            return True

    def _trip(self) -> None:
        self._rests_until = time.monotonic() + self._rest_s
        self.tripped = self._rest_s > 0
