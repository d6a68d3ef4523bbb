"""Readings of devices that only the bench has: dense (400 series, once a second) and wide (8,000 series, once a minute).

The sources are registered in the streets of the pack in turn; their metrics are of the pack, and no indicator reads them.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from core.city import City
from core.store import Store
from demo.producer import Producer

METRICS = {"leq_dba": "dB(A)", "odometer_km": "km", "seepage_pressure": "kPa", "gate_opening": "m"}
TOPIC = "iot.reading"


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


def send(producer: Producer, load: Load, first_s: int, rows: int, twice: int = 0) -> int:
    """In order of time; with `twice`, that many rows of each hundred times as many are sent again. Answers how many went."""
    again = list[tuple[str, bytes]]()
    for sent, (name, body) in enumerate(_records(load, first_s, rows)):
        producer.put(TOPIC, name, body)
        if twice and (sent // twice) % 100 == 50:
            again.append((name, body))
        elif again:
            for one in again:
                producer.put(TOPIC, *one)
            again.clear()
    producer.flush()
    return producer.sent


def _records(load: Load, first_s: int, rows: int) -> Iterator[tuple[str, bytes]]:
    names, metrics = load.ids(), list(METRICS.items())[: load.metrics]
    series = [(name, metric, unit) for name in names for metric, unit in metrics]
    # Each device has its own second of the minute, so that they do not all speak at once.
    due = np.sort(np.arange(len(series)) % load.every_s, kind="stable")
    order = np.argsort(np.arange(len(series)) % load.every_s, kind="stable").tolist()
    random, sent = np.random.default_rng(1), 0
    for start in range(first_s, first_s + 10**9, load.every_s):
        for number, second, value in zip(
            order, due.tolist(), random.uniform(30, 50, len(series)).tolist(), strict=True
        ):
            if sent == rows:
                return
            sent += 1
            yield series[number][0], _body(*series[number], start + second, value)


def _body(name: str, metric: str, unit: str, at_s: int, value: float) -> bytes:
    at = f"{datetime.fromtimestamp(at_s, UTC):%Y-%m-%dT%H:%M:%S}+00:00"
    return json.dumps(
        {
            "schema": 1, "event_id": f"{name}-{metric}-{at_s}", "source_id": name, "observed_at": at, "metric": metric,
            "value": round(value, 2), "unit": unit, "quality": "ok",
        }
    ).encode()  # fmt: skip


def began(load: Load, rows: int) -> int:
    """The second from which so many rows reach the present."""
    return (int(time.time()) - int(rows / load.per_s)) // 3600 * 3600 - 3600
