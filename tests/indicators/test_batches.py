"""Many buckets computed at once are the same values as each computed alone."""

from datetime import timedelta
from typing import Any

import pytest

from core.city import City
from core.store import Row, Store
from indicators.turns import Order
from tests.indicators.machine import AREA, NOW, STREAM, Machine, air, ticket

pytestmark = pytest.mark.db
HOURS = 60
LATER = NOW + timedelta(days=1)
KEEP = "CREATE TABLE kept_mark AS SELECT measure, minute_at FROM roll.changed"
# What the screens show stays: a district's empty hours are told only when it has shown a number before.
AGAIN = """
TRUNCATE val.value, val.waiting;
INSERT INTO roll.changed (measure, minute_at) SELECT measure, minute_at FROM kept_mark
"""
STORED = """
SELECT indicator, subject_kind, subject, grain, period_start_at, period_end_at, value, numerator, denominator, status, reason,
    detail, definition, data_until_at
FROM val.value ORDER BY 1, 2, 3, 4, 5, 6
"""


def test_a_batch_equals_one_by_one(store: Store, city: City, seed: Any) -> None:
    seed(rows())
    first = Machine(store, city)
    first.fold(LATER)
    run(store, KEEP)
    first.settle(LATER)
    computed(store, Machine(store, city))  # what fell silent has been told
    together = computed(store, Machine(store, city))
    single = Machine(store, city)
    single.compute.order = Order(single.compute.plan, chunk=1, chunk_of_sources=1)
    alone = computed(store, single)
    run(store, "DROP TABLE kept_mark")
    codes = {row["indicator"] for row in together if row["value"] is not None}
    assert codes >= {"environment.aqi_hour", "video.online_rate", "water.rain_24h_max", "hotline.on_time"}
    assert alone == together


def computed(store: Store, machine: Machine) -> list[Row]:
    """Everything once more."""
    run(store, AGAIN)
    machine.settle(LATER)
    with store.session() as session:
        return session.rows(STORED)


def run(store: Store, statement: str) -> None:
    with store.session() as session:
        session.run(statement)


def rows() -> dict[str, list[dict[str, Any]]]:
    """Two and a half days of air, cameras, rain and tickets, with holes."""
    kinds = {"s1": "air_station", "s2": "air_station", "g": "rain_gauge", "c1": "camera", "c2": "camera"}
    sources = [
        {"source_id": name, "kind": kind, "area_id": AREA, "in_service_from_at": NOW - timedelta(days=9)}
        for name, kind in kinds.items()
    ]
    hours = [NOW.replace(minute=0) - timedelta(hours=h) for h in range(HOURS)]
    readings = [r for n, at in enumerate(hours) if n % 7 for r in air(at, "s1", pm25_ugm3=31.3 + 1.7 * n)]
    readings += [r for n, at in enumerate(hours) if n % 5 for r in air(at, "s2", pm25_ugm3=29.1 + 2.3 * n)]
    for n, at in enumerate(hours):
        readings.append({"source": "g", "metric": "rain_5min", "at": at + timedelta(minutes=5), "value": n % 4 / 10})
        readings += [
            {"source": c, "metric": "camera_online", "at": at + timedelta(minutes=m), "value": float((n + m) % 3 > 0)}
            for c in ("c1", "c2")
            for m in (5, 25, 45)
        ]
    tickets = [
        ticket(n, accepted_at=at, due_at=at + timedelta(hours=9), closed_at=at + timedelta(hours=n % 15 + 1))
        for n, at in enumerate(hours)
    ]
    return {"sources": sources, "readings": readings, "tickets": tickets} | STREAM
