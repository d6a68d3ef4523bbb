"""Notes of the database: one thread a channel, for as long as the app runs."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from core import log
from core.store import DatabaseFault, Store

PAUSE_S = 1


@dataclass
class Change:
    """What was notified since the last frame."""

    codes: set[str] = field(default_factory=set)
    streams: set[str] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.codes or self.streams)

    def add(self, other: Change) -> None:
        self.codes |= other.codes
        self.streams |= other.streams


READ: dict[str, Callable[[Any], Change]] = {
    "ingest": lambda note: Change(streams={note["stream"]}),
    "value": lambda note: Change(codes=set(note)),
}


class Notes:
    """Listens on every channel; says once when the database went away and once when all channels hear again."""

    def __init__(self, store: Store, heard: Callable[[Change], None], turned: Callable[[bool], None]) -> None:
        self._store = store
        self._heard = heard
        self._turned = turned  # True: away, False: back
        self._deaf: set[str] = set()
        self._stop = threading.Event()

    @property
    def away(self) -> bool:
        return bool(self._deaf)

    def start(self) -> None:
        for channel in READ:
            threading.Thread(target=self._listen, args=(channel,), daemon=True, name=f"notes-{channel}").start()

    def stop(self) -> None:
        self._stop.set()

    def _listen(self, channel: str) -> None:
        """A lost database is waited for."""
        while not self._stop.is_set():
            try:
                for text in self._store.listen(channel, timeout_s=2):
                    if self._stop.is_set():
                        return
                    self._take(channel, text)
            except DatabaseFault as error:
                self.lost(channel, error)
            except (ValueError, KeyError, TypeError) as error:
                log.get("live").error("note not understood", channel=channel, error=repr(error))
            self._stop.wait(PAUSE_S)

    def _take(self, channel: str, text: str | None) -> None:
        self._found(channel)
        if text is not None:
            self._heard(READ[channel](json.loads(text)))

    def lost(self, channel: str, error: Exception) -> None:
        if channel in self._deaf or self._stop.is_set():
            return
        log.get("live").warning("not listening", channel=channel, error=str(error).splitlines()[0])
        self._deaf.add(channel)
        self._turned(True)

    def _found(self, channel: str) -> None:
        if channel not in self._deaf:
            return
        self._deaf.discard(channel)
        log.get("live").info("listening again", channel=channel)
        if not self._deaf:
            self._turned(False)
