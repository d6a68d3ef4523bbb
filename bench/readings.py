"""Readings of devices that only the bench has: dense (400 series, once a second) and wide (8,000 series, once a minute).

The sources are registered in the streets of the pack in turn; their metrics are of the pack, and no indicator reads them.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import islice

import numpy as np

from bench.sender import flood
from core.city import City
from core.store import Store

METRICS = {"leq_dba": "dB(A)", "odometer_km": "km", "seepage_pressure": "kPa", "gate_opening": "m"}
TOPIC = "iot.reading"
Record = tuple[bytes, bytes]  # key and body


@dataclass(frozen=True)
class Load:
    """So many sources with so many metrics each, one reading of each series in `every_s`."""

    name: str
    sources: int
    metrics: int
    every_s: int

    @property
    def per_s(self) -> float:
        return self.sources * self.metrics / self.every_s

    def ids(self) -> list[str]:
        return [f"bench.{self.name}.{n:05d}" for n in range(self.sources)]


DENSE = Load("dense", 400, 1, 1)
WIDE = Load("wide", 2000, 4, 60)


def register(store: Store, pack: City, load: Load) -> None:
    streets = [area.code for area in pack.level("street")]
    with store.session() as session:
        session.run_many(
            "INSERT INTO dim.source (source_id, registered, area_id) VALUES (%(id)s, TRUE, %(area)s) ON CONFLICT DO NOTHING",
            [{"id": name, "area": streets[n % len(streets)]} for n, name in enumerate(load.ids())],
        )


def send(bootstrap: str, load: Load, first_s: int, rows: int, twice: int = 0) -> int:
    """In order of time; with `twice`, that many rows of each hundred times as many are sent again. Answers how many went."""
    records = made(load, first_s, rows)
    return flood(bootstrap, TOPIC, _again(records, twice) if twice else records)


def _again(records: Iterator[Record], twice: int) -> Iterator[Record]:
    again = list[Record]()
    for sent, record in enumerate(records):
        yield record
        if (sent // twice) % 100 == 50:
            again.append(record)
        elif again:
            yield from again
            again.clear()


def made(load: Load, first_s: int, rows: int) -> Iterator[Record]:
    names, metrics = load.ids(), list(METRICS.items())[: load.metrics]
    series = [(name, metric, unit) for name in names for metric, unit in metrics]
    # Each device has its own second of the minute, so that they do not all speak at once.
    due = np.sort(np.arange(len(series)) % load.every_s, kind="stable")
    order = np.argsort(np.arange(len(series)) % load.every_s, kind="stable")
    pieces, seconds = [_pieces(*series[number]) for number in order], due.tolist()
    random = np.random.default_rng(1)
    spoken = (
        (piece, start + second, value)
        for start in range(first_s, first_s + 10**9, load.every_s)
        for piece, second, value in zip(pieces, seconds, random.uniform(30, 50, len(series)).tolist(), strict=True)
    )
    for (key, event, source, metric, unit), at_s, value in islice(spoken, rows):
        yield key, f"{event}{at_s}{source}{_iso(at_s)}{metric}{round(value, 2)!r}{unit}".encode()


def _pieces(name: str, metric: str, unit: str) -> tuple[bytes, str, str, str, str]:
    """A record without what changes: writing it by hand costs a third of the JSON library's time."""
    event = f'{{"schema": 1, "event_id": "{name}-{metric}-'
    source = f'", "source_id": "{name}", "observed_at": "'
    return name.encode(), event, source, f'", "metric": "{metric}", "value": ', f', "unit": "{unit}", "quality": "ok"}}'


@lru_cache(maxsize=1000)
def _iso(at_s: int) -> str:
    return f"{datetime.fromtimestamp(at_s, UTC):%Y-%m-%dT%H:%M:%S}+00:00"


def began(load: Load, rows: int) -> int:
    """The second from which so many rows reach the present."""
    return (int(time.time()) - int(rows / load.per_s)) // 3600 * 3600 - 3600
