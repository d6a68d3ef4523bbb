"""The rainstorms of the script: one evening two days before the first start, one three minutes after it, then one every six hours.

A storm is a place, a footprint and three responses to its rain: water on the roads, water in the rivers, and the rain itself.
All profiles read the same sky, so rain, levels, speeds, video events and calls move together in the same districts.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from demo.live.chance import Floats, Ints, unit

STEP_S = 60
EVERY_S = 6 * 3600
FIRST_LIVE_S = 180
KM_PER_DEG = 111.2


@dataclass(frozen=True)
class Storm:
    """`every_s` repeats it for ever; `lon`, `lat` is where the first one stands, later ones wander about it."""

    starts: int
    length_s: int
    total_mm: float
    lon: float
    lat: float
    every_s: int | None = None
    radius_km: float = 9.0

    @cached_property
    def rain(self) -> Floats:
        """Share of the total fallen by each minute of a day."""
        x = np.clip(np.arange(0, 86400 + STEP_S, STEP_S) / self.length_s, 0, 1)
        return np.asarray(x**2 * (3 - 2 * x))

    @cached_property
    def roads(self) -> Floats:
        """Water on the roads, highest 1: fills with the rain, drains over half an hour."""
        return self._drained(np.diff(self.rain, prepend=0), 1800)

    @cached_property
    def rivers(self) -> Floats:
        """River rise, highest 1: what left the roads, later and slower."""
        return self._drained(self._drained(self.roads, 600 + self.length_s / 2), 600 + self.length_s / 2)

    def _drained(self, inflow: Floats, minutes_s: float) -> Floats:
        keep = np.exp(-np.arange(len(inflow)) * STEP_S / minutes_s)
        # The last tenth fades out, so that a repeated storm begins from dry ground.
        last = self.every_s or 86400
        fade = np.clip((last - np.arange(len(inflow)) * STEP_S) / (0.1 * last), 0, 1)
        found = np.convolve(inflow, keep)[: len(inflow)]
        return np.asarray(found / found.max() * fade)

    def since(self, t: Ints) -> tuple[Ints, Ints]:
        """Which repetition `t` falls into and the seconds since its beginning; -1 and a day when none."""
        passed = t - self.starts
        if self.every_s is None:
            return np.where(passed < 0, -1, 0), np.where((passed < 0) | (passed > 86400), 86400, passed)
        return np.where(passed < 0, -1, passed // self.every_s), np.where(passed < 0, 86400, passed % self.every_s)

    def footprint(self, lon: Floats, lat: Floats, number: Ints) -> Floats:
        """1 under the core, near 0 beyond the radius."""
        off_lon, off_lat = (unit(71, number) - 0.5) * 0.12, (unit(72, number) - 0.5) * 0.08
        wander = number > 0
        x = (lon - self.lon - off_lon * wander) * np.cos(np.radians(self.lat)) * KM_PER_DEG
        y = (lat - self.lat - off_lat * wander) * KM_PER_DEG
        return np.asarray(np.exp(-((x * x + y * y) / self.radius_km**2)))

    def read(self, response: Floats, lon: Floats, lat: Floats, t: Ints) -> Floats:
        number, passed = self.since(t)
        strength = np.interp(passed, np.arange(len(response)) * STEP_S, response)
        return strength * self.footprint(lon, lat, number) * (number >= 0)


@dataclass(frozen=True)
class Sky:
    storms: tuple[Storm, ...]

    def rain_mm(self, lon: Floats, lat: Floats, t: Ints, span_s: int = 300) -> Floats:
        """Millimetres in the span that ends at `t`."""
        found = np.zeros(len(t))
        for s in self.storms:
            number, passed = s.since(t)
            minutes = np.arange(len(s.rain)) * STEP_S
            fallen = np.interp(passed, minutes, s.rain) - np.interp(np.maximum(passed - span_s, 0), minutes, s.rain)
            found += s.total_mm * fallen * s.footprint(lon, lat, number) * (number >= 0)
        return found

    def roads(self, lon: Floats, lat: Floats, t: Ints) -> Floats:
        """Water on the roads, 0 to 1."""
        return np.max([s.read(s.roads, lon, lat, t) for s in self.storms], axis=0)

    def rivers(self, lon: Floats, lat: Floats, t: Ints) -> Floats:
        """River rise, 0 to 1; rivers gather, so their footprint is softer."""
        return np.sqrt(np.max([s.read(s.rivers, lon, lat, t) for s in self.storms], axis=0))

    def stormy(self, t: Ints) -> npt.NDArray[np.bool_]:
        """Whether any storm is at work or its water still stands."""
        return np.any([s.since(t)[1] < s.length_s + 5400 for s in self.storms], axis=0)


def scripted(origin: int, evening: int, lon: float, lat: float) -> Sky:
    """`origin` = first start, `evening` = 18:00 two days before it, both in epoch seconds."""
    past = Storm(evening, 3 * 3600, 120.0, lon, lat, radius_km=14.0)
    live = Storm(origin + FIRST_LIVE_S, 25 * 60, 60.0, lon, lat, every_s=EVERY_S)
    return Sky((past, live))
