"""A city in memory, a register without a database, and records as the streams send them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from typing import Any

from core import city as packs
from core.geo import Locator
from ingest.known import Known, SourceRow
from ingest.model import Batch

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
CALLER_KEY = "key-of-the-tests-only"


@cache
def zhengzhou() -> packs.City:
    return packs.load("zhengzhou")


@cache
def locator() -> Locator:
    return Locator(zhengzhou())


class MemoryRegister:
    """Numbers names as the database would; knows the metrics of the pack and two sources."""

    def __init__(self) -> None:
        units = zhengzhou().metrics
        self._metrics = {m.code: (i, m.unit, True) for i, m in enumerate(units.values(), 1)}
        self._sources: dict[str, SourceRow] = {
            "station.known": SourceRow(1, 113.65, 34.76, "410103001", True),
            "camera.known": SourceRow(2, 113.65, 34.76, "410103001", True),
        }

    def sources(self, rows: list[dict[str, Any]]) -> Iterable[tuple[str, SourceRow]]:
        for row in rows:
            found = SourceRow(len(self._sources) + 1, row["lon"], row["lat"], row["area_id"], False)
            self._sources[row["source_id"]] = found
        return list(self._sources.items())

    def metrics(self, names: list[str]) -> Iterable[tuple[str, int, str, bool]]:
        for name in names:
            self._metrics.setdefault(name, (len(self._metrics) + 1, "", False))
        return [(name, *row) for name, row in self._metrics.items()]

    def areas(self) -> Iterable[tuple[str, int]]:
        return [(area_id, i) for i, area_id in enumerate(zhengzhou().areas, 1)]


def known(now: datetime = NOW) -> Known:
    return Known(zhengzhou(), locator(), MemoryRegister(), CALLER_KEY, now=lambda: now)


def batch(stream: str, values: list[bytes | None], first: int = 0, part: int = 0) -> Batch:
    n = len(values)
    return Batch(stream, part, first, first + n, list(range(first, first + n)), values, [None] * n, [0] * n)


def line(record: Any) -> bytes:
    return json.dumps(record, ensure_ascii=False).encode()


GOOD: dict[str, dict[str, Any]] = {
    "iot.reading": {
        "schema": 1, "event_id": "r-1", "source_id": "station.known", "observed_at": "2026-11-22T15:00:00+08:00",
        "metric": "pm25_ugm3", "value": 35.5,
    },
    "video.event": {
        "schema": 1, "event_id": "v-1", "camera_id": "camera.known", "observed_at": "2026-11-22T15:00:00+08:00",
        "type": "road_ponding",
    },
    "hotline.ticket": {
        "schema": 1, "event_id": "t-1", "ticket_id": "T-1", "at": "2026-11-22T15:00:00+08:00", "step": "reported",
    },
    "stats.report": {
        "schema": 1, "event_id": "s-1", "indicator": "economy.gdp_growth", "area_code": "410100",
        "period": "2026Q3", "value": 5.1,
    },
}  # fmt: skip
