"""The loop: wait for a commit of the ingest, fold, compute, tell the screens. One process at a time, by an advisory lock."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from core import log
from core.city import City
from core.errors import CityError
from core.store import Store, statements
from indicators.catalogue import catalogue
from indicators.compute import Compute
from indicators.refresh import Done, Refresh
from indicators.work import Ticked

LOCK = 715_201  # any number no other program of this database uses
IDLE_S = 1.0  # without a notification the clock still ticks
CALM_S = 0.2  # a stream that has just fallen silent: what waited for a quiet moment has it
GATHER_S = 0.05  # commits that come close together are folded together
REST = 1.0  # of the time a tick took, left to others
REST_BEHIND = 0.02  # while marks or deltas wait: whoever is behind must not idle
BUDGET_S = 1.0
LONGEST_S = 4.0
LOUD_S = 0.5


class Service:
    def __init__(self, store: Store, city: City) -> None:
        self.store = store
        self.refresh = Refresh(store, city)
        self.compute = Compute(store, city, catalogue(city))
        self.stopping = threading.Event()
        self._woken = threading.Event()
        self._computed_s = 0.0
        self._log = log.get("indicators")

    def stop(self, *_: object) -> None:
        self.stopping.set()
        self._woken.set()

    def run(self) -> None:
        """Until `stop`; a database fault ends the process, and the supervisor starts it again."""
        with self._only_one():
            listener = threading.Thread(target=self._listen, name="listen", daemon=True)
            listener.start()
            self._log.info("started")
            while not self.stopping.is_set():
                self._turn()
            listener.join()
            self._log.info("stopped")

    def _turn(self) -> None:
        """While marks wait, folding them gets twice the time of computing, and old buckets wait for the fold."""
        started = time.monotonic()
        done = self.refresh.tick(min(max(BUDGET_S, 2 * self._computed_s), LONGEST_S))
        folded = time.monotonic()
        ticked = self.compute.tick(BUDGET_S / 4 if done.left else BUDGET_S)
        self._computed_s = time.monotonic() - folded
        took = time.monotonic() - started
        self._say(done, ticked, folded - started, took)
        if done.left or ticked.left:
            self.stopping.wait(max(GATHER_S, REST_BEHIND * took))
            return
        self._woken.wait(CALM_S if done.calm else IDLE_S)
        self._woken.clear()
        self.stopping.wait(max(GATHER_S, REST * took))

    def _say(self, done: Done, ticked: Ticked, folded: float, took: float) -> None:
        say = self._log.info if took > LOUD_S else self._log.debug
        if done.marks or ticked.written:
            say(
                "tick",
                ms=round(1000 * took),
                fold_ms=round(1000 * folded),
                marks=done.marks,
                computed=ticked.computed,
                written=ticked.written,
                left=ticked.left,
            )

    def _listen(self) -> None:
        for note in self.store.listen("ingest", timeout_s=IDLE_S):
            if self.stopping.is_set():
                return
            if note is not None:
                self._woken.set()

    @contextmanager
    def _only_one(self) -> Iterator[None]:
        """The lock lives as long as this connection and dies with the process. No transaction is open meanwhile: one that stays
        open keeps every dead row version of the database from being cleared away."""
        with statements(self.store.url) as guard:
            if not guard.rows("SELECT pg_try_advisory_lock(%s) AS ours", (LOCK,))[0]["ours"]:
                raise CityError("python -m indicators: another one already works on this database; only one may")
            yield
