"""Dense readings: 400 of the pack's devices once a second, a minute at a time, each run in a span of its own before the present."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import numpy as np
from xxhash import xxh3_64_intdigest

from core import city
from demo.live import series as sources
from demo.live.readings import Sendable, made
from demo.live.series import Due, Series
from demo.live.world import World

SOURCES = 400
MINUTE = 60


def contract(key: str, number: int, rows: int) -> Iterator[Sendable]:
    """As a source sends them."""
    series, minutes = _dense(key, number, rows)
    for due in minutes:
        yield from made(series, due)


def flat(key: str, number: int, rows: int) -> Iterator[dict[str, Any]]:
    """The same in the form of the table, `observed_at` in seconds since 1970."""
    series, minutes = _dense(key, number, rows)
    for due in minutes:
        for n, t, value in zip(due.series.tolist(), due.t.tolist(), sources.values(series, due).tolist(), strict=True):
            hashed = xxh3_64_intdigest(f"{n}-{t}".encode()) - (1 << 63)
            yield {
                "observed_at": t,
                "value": value,
                "event_hash": hashed,
                "source_no": n,
                "metric_no": 1,
                "quality": 0,
            }


def _dense(key: str, number: int, rows: int) -> tuple[Series, Iterator[Due]]:
    world, seconds = World(city.load(key), int(time.time())), rows // SOURCES
    first = world.origin - (number + 1) * (seconds + MINUTE)
    return sources.build(world), (_span(first + n, min(MINUTE, seconds - n)) for n in range(0, seconds, MINUTE))


def _span(first: int, seconds: int) -> Due:
    return Due(np.tile(np.arange(SOURCES), seconds), np.repeat(np.arange(first, first + seconds), SOURCES))
