"""What the workers know without asking the database: sources, metrics, areas, the city pack."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple, Protocol

from core.city import City
from core.geo import Datum, Locator, to_wgs84
from ingest.model import Bad
from ingest.reading.recent import Recent
from ingest.reading.series import Newest

Position = tuple[float, float]
UNLOCATED, NO_AREA = 0, -1


class SourceRow(NamedTuple):
    """A source as the database numbers it; without a position `lon` and `lat` are None."""

    source_no: int
    lon: float | None
    lat: float | None
    area_id: str
    registered: bool


class MetricRow(NamedTuple):
    metric_no: int
    unit: str
    min: float
    max: float
    registered: bool
    stamped_at_end: bool


class Registrar(Protocol):
    """Gives numbers to names, in its own transaction."""

    def sources(self, rows: list[dict[str, Any]]) -> Iterable[tuple[str, SourceRow]]: ...
    def metrics(self, names: list[str]) -> Iterable[tuple[str, int, str, bool]]: ...
    def areas(self) -> Iterable[tuple[str, int]]: ...


def utc_now() -> datetime:
    return datetime.now(UTC)


class Known:
    """Caches over dim.*; a name met for the first time is numbered at once."""

    def __init__(
        self, city: City, locator: Locator, registrar: Registrar, caller_key: str, now: Callable[[], datetime] = utc_now
    ) -> None:
        self.city = city
        self.caller_key = caller_key
        self.now = now
        self._locator = locator
        self._registrar = registrar
        self._sources: dict[str, SourceRow] = {}
        self._metrics: dict[str, MetricRow] = {}
        self._areas: dict[str, int] = {}
        self.newest = Newest()
        self.recent = Recent()
        self.reload()

    def reload(self) -> None:
        """Read the registry again; a source may have been registered or moved since."""
        self._sources.update(self._registrar.sources([]))
        self._remember(self._registrar.metrics([]))
        self._areas = {"": UNLOCATED, **dict(self._registrar.areas())}

    def _remember(self, rows: Iterable[tuple[str, int, str, bool]]) -> None:
        for name, number, unit, registered in rows:
            pack = self.city.metrics.get(name)
            low, high = (pack.min, pack.max) if pack else (-math.inf, math.inf)
            at_end = pack.stamped_at_end if pack else False
            self._metrics[name] = MetricRow(number, unit, low, high, registered, at_end)

    def metric(self, name: str) -> MetricRow:
        if name not in self._metrics:
            self._remember(self._registrar.metrics([name]))
        return self._metrics[name]

    def source(self, source_id: str) -> SourceRow | None:
        return self._sources.get(source_id)

    def learn(self, seen: dict[str, Position | None], kind: str = "") -> None:
        """Number the sources not met before, and remember where an unregistered one stood first."""
        new = {s: p for s, p in seen.items() if self._is_news(s, p)}
        if not new:
            return
        areas = iter(self.areas([p for p in new.values() if p]))
        rows = [self._row(source_id, p, kind, next(areas) if p else "") for source_id, p in sorted(new.items())]
        self._sources.update(self._registrar.sources(rows))

    def _is_news(self, source_id: str, position: Position | None) -> bool:
        row = self._sources.get(source_id)
        return row is None or (position is not None and row.lon is None and not row.registered)

    @staticmethod
    def _row(source_id: str, position: Position | None, kind: str, area_id: str) -> dict[str, Any]:
        lon, lat = position or (None, None)
        return {"source_id": source_id, "kind": kind, "lon": lon, "lat": lat, "area_id": area_id}

    def area_no(self, area_id: str) -> int:
        """The number of an area; NO_AREA for one that the pack has not."""
        return self._areas.get(area_id, NO_AREA)

    def areas(self, positions: Sequence[Position]) -> list[str]:
        """The finest area of each position, '' where none holds it."""
        if not positions:
            return []
        found = self._locator.locate_many([p[0] for p in positions], [p[1] for p in positions])
        return [area or "" for area in found]

    def area_of_code(self, code: str) -> str:
        """The finest area of the pack that the official code lies in: community 410105001002 in street 410105001."""
        return next((code[:n] for n in (len(code), 12, 9, 6) if code[:n] in self.city.areas), "")


def position(lon: float | None, lat: float | None, datum: Datum | None) -> Position | None:
    """WGS84 position of an event, None when it gives none; half a position is an error."""
    if lon is None and lat is None:
        return None
    if lon is None or lat is None:
        raise Bad("bad_position", "only one of lon and lat is given; allowed are both or none")
    return to_wgs84(lon, lat, datum or "wgs84")
