"""Machinery of the tests of compute: refresh and compute at a moment of our choice, and the rows they start from."""

from datetime import UTC, datetime, timedelta
from typing import Any

from core.city import City
from core.store import Row, Store
from indicators.catalogue import catalogue
from indicators.compute import Compute
from indicators.refresh import Refresh

NOW = datetime(2026, 11, 22, 4, 30, tzinfo=UTC)  # 12:30 local
DAY = datetime(2026, 11, 21, 16, tzinfo=UTC)  # the local day's start
AREA = "410105001"
AIR = {"pm25_ugm3": 75.0, "pm10_ugm3": 60.0, "so2_ugm3": 5.0, "no2_ugm3": 20.0, "co_mgm3": 0.5, "o3_ugm3": 40.0}
STATION = {
    "sources": [{"source_id": "s1", "kind": "air_station", "area_id": AREA}, {"source_id": "s2", "area_id": AREA}]
}
STREAM = {"streams": [{"stream": "hotline.ticket", "newest_observed_at": NOW}]}


class Machine:
    """Refresh and compute at a moment of our choice."""

    def __init__(self, store: Store, city: City) -> None:
        self.store = store
        self.refresh = Refresh(store, city)
        self.compute = Compute(store, city, catalogue(city))

    def run(self, now: datetime) -> None:
        self.fold(now)
        self.settle(now)

    def fold(self, now: datetime) -> None:
        self.refresh.slow._next = 0.0
        while self.refresh.tick(now=now).left:
            pass

    def settle(self, now: datetime) -> None:
        for _ in range(20):
            self.compute._coarse._next = 0.0
            ticked = self.compute.tick(now=now)
            if not ticked.left and not ticked.held and not ticked.written:
                return

    def rows(self, code: str, subject: str = "410100", grain: str = "hour") -> list[Row]:
        with self.store.session() as session:
            return session.rows(
                "SELECT * FROM val.value WHERE indicator = %s AND subject = %s AND grain = %s ORDER BY period_start_at, known_at",
                (code, subject, grain),
            )

    def latest(self, code: str, subject: str = "410100", grain: str = "hour") -> Row:
        with self.store.session() as session:
            found = session.rows(
                "SELECT * FROM val.latest WHERE indicator = %s AND subject = %s AND grain = %s", (code, subject, grain)
            )
        return found[0] if found else {}


def air(at: datetime, source: str = "s1", **changes: float) -> list[dict[str, Any]]:
    return [{"source": source, "metric": m, "at": at, "value": v} for m, v in (AIR | changes).items()]


def ticket(n: int, **more: Any) -> dict[str, Any]:
    return {"ticket_id": f"t{n}", "area_id": AREA, "department": "env", "accepted_at": DAY + timedelta(hours=1)} | more


def report(revision: int, value: float | None, period: str = "2026-10", **more: Any) -> dict[str, Any]:
    start = datetime(2026, 9, 30, 16, tzinfo=UTC)
    row = {
        "event_id": f"{period}r{revision}",
        "indicator": "economy.retail_sales",
        "period": period,
        "revision": revision,
        "value": value,
    }
    return row | {"period_start_at": start, "period_end_at": start + timedelta(days=31)} | more
