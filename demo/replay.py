"""Recorded files through Kafka, as a real source would have sent them: in time order, at DEMO_SPEED."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from core import city, log
from core.errors import ConfigError
from core.settings import ROOT, Settings
from demo import sets
from demo.messages import Message
from demo.producer import Producer
from demo.recording import Recording
from demo.register import register


def run(given: Settings, stop: threading.Event) -> None:
    folder = folder_of(given.demo)
    recording = chosen(folder)
    register(given, city.load(given.city), recording.gauges(folder))
    with Producer(given) as producer:
        for message in paced(recording.messages(folder), given.demo_speed, stop):
            producer.send(message)
            producer.check()
        producer.flush()
        log.get("demo").info("replayed", recording=recording.code, records=producer.sent)


def folder_of(demo: str) -> Path:
    """The folder named in DEMO; a relative one starts at the project."""
    return ROOT / Path(demo.removeprefix("replay:")).expanduser()


def chosen(folder: Path) -> Recording:
    """The last name of the folder decides which recording it is."""
    known = sets.all_recordings()
    if folder.name not in known:
        raise ConfigError(
            [f"setting DEMO = 'replay:{folder}': {folder.name!r} is no known recording; allowed: {', '.join(known)}"]
        )
    if not folder.is_dir():
        raise ConfigError([f"setting DEMO = 'replay:{folder}': no such folder"])
    return known[folder.name]


def paced(messages: Iterable[Message], speed: float, stop: threading.Event) -> Iterator[Message]:
    """The messages at `speed` times their own clock (0: at once), until `stop` is set."""
    started, first = time.monotonic(), None
    for message in messages:
        first = first or message.at
        if stop.wait(_wait_s(message.at, first, speed, started)):
            return
        yield message


def _wait_s(at: datetime, first: datetime, speed: float, started: float) -> float:
    if not speed:
        return 0
    return max(0.0, (at - first).total_seconds() / speed - (time.monotonic() - started))
