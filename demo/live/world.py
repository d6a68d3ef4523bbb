"""What the generator knows of the city: its sources as arrays, its clock and its sky."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property
from typing import Any

import numpy as np

from core.city import City, Source
from demo.live.chance import Floats, Ints
from demo.live.sky import KM_PER_DEG, Sky, scripted

BACKFILL_DAYS = 7


@dataclass(frozen=True, eq=False)
class World:
    city: City
    origin: int  # epoch seconds of the first start
    seed: int = 20261122

    @cached_property
    def sources(self) -> list[Source]:
        return list(self.city.sources.values())

    @cached_property
    def lon(self) -> Floats:
        return np.array([s.lon for s in self.sources])

    @cached_property
    def lat(self) -> Floats:
        return np.array([s.lat for s in self.sources])

    @cached_property
    def centre(self) -> tuple[float, float]:
        """Where the sources are densest: their median position."""
        return float(np.median(self.lon)), float(np.median(self.lat))

    @cached_property
    def central(self) -> Floats:
        """1 in the centre, near 0 in the outskirts."""
        lon, lat = self.centre
        x = (self.lon - lon) * np.cos(np.radians(lat)) * KM_PER_DEG
        y = (self.lat - lat) * KM_PER_DEG
        return np.asarray(np.exp(-np.hypot(x, y) / 15.0))

    @cached_property
    def region(self) -> Ints:
        """The field cell of about 10 km that a source shares its weather and mood with."""
        return np.asarray(np.floor(self.lon * 10) * 1000 + np.floor(self.lat * 10), np.int64)

    @cached_property
    def sky(self) -> Sky:
        local = datetime.fromtimestamp(self.origin, self.city.zone)
        evening = (local - timedelta(days=2)).replace(hour=18, minute=0, second=0, microsecond=0)
        return scripted(self.origin, int(evening.timestamp()), *self.centre)

    @cached_property
    def offset_s(self) -> int:
        """Of the city's clock. Taken once: no Chinese zone moves its clock."""
        offset = datetime.fromtimestamp(self.origin, UTC).astimezone(self.city.zone).utcoffset()
        return int(offset.total_seconds()) if offset else 0

    @property
    def first(self) -> int:
        """Where the back-fill begins."""
        return self.origin - BACKFILL_DAYS * 86400

    def attribute(self, name: str, default: float) -> Floats:
        """A number of the registry for every source, kept after the first asking."""
        return _attribute(self, name, default)

    def local(self, t: int) -> datetime:
        return datetime.fromtimestamp(t, self.city.zone)

    def holders(self, metric: str) -> Ints:
        """Numbers of the sources that report `metric`."""
        return np.array([i for i, s in enumerate(self.sources) if metric in s.metrics], np.int64)

    def hour(self, t: Ints) -> Floats:
        """Local time of day in hours."""
        return np.asarray((t + self.offset_s) % 86400 / 3600.0)

    def weekday(self, t: Ints) -> Ints:
        """0 = Monday, local."""
        return np.asarray(((t + self.offset_s) // 86400 + 3) % 7)

    def winter(self, t: Ints) -> Floats:
        """1 in mid-January, 0 in mid-July."""
        return np.asarray(0.5 + 0.5 * np.cos(2 * np.pi * (t / 86400 / 365.2425 - 15 / 365.0)))


@cache
def _attribute(world: World, name: str, default: float) -> Floats:
    return np.array([_number(s.attributes.get(name), default) for s in world.sources])


def _number(found: Any, default: float) -> float:
    return float(found) if isinstance(found, int | float) else default


def hump(hour: Floats, centre: float, width_h: float) -> Floats:
    """A bump of height 1 around an hour of the day, across midnight too."""
    away = np.abs((hour - centre + 12) % 24 - 12)
    return np.asarray(np.exp(-((away / width_h) ** 2)))
