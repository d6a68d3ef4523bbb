"""Register a recording's sources as a customer would. The one thing the demo writes besides Kafka:
recorded positions and thresholds belong to the registry, no stream carries them (docs/decisions/replay.md)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from core.city import City
from core.geo import Locator
from core.settings import Settings
from core.store import Store, sql
from demo.recording import Gauge


def register(given: Settings, city: City, gauges: Iterable[Gauge]) -> None:
    locator = Locator(city)
    rows = [row(gauge, locator) for gauge in gauges]
    if not rows:
        return
    with Store(given.database_url, size=1) as store, store.session() as session:
        for found in rows:
            session.run(sql("register/source"), found)


def row(gauge: Gauge, locator: Locator) -> dict[str, Any]:
    placed = gauge.lon is not None and gauge.lat is not None
    return {
        "source_id": gauge.source_id,
        "kind": gauge.kind,
        "name_zh": gauge.name,
        "name_en": gauge.name,
        "lon": gauge.lon,
        "lat": gauge.lat,
        "area_id": (locator.locate(gauge.lon, gauge.lat) or "") if placed else "",
        "department": gauge.department,
        "interval_s": gauge.interval_s,
        "attributes": json.dumps(gauge.attributes, ensure_ascii=False),
    }
