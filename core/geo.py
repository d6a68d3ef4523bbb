"""Positions: four datums to WGS84, and which area a position lies in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import shape

if TYPE_CHECKING:
    from core.city import City

Datum = Literal["wgs84", "cgcs2000", "gcj02", "bd09"]
Floats = npt.NDArray[np.float64]
Shift = Callable[[Floats, Floats], tuple[Floats, Floats]]

_A, _E2 = 6378245.0, 0.00669342162296594323  # Krasovsky 1940, on which GCJ-02 is built
_BD = np.pi * 3000.0 / 180.0
_ROUNDS = 4  # each round of the inverse gains about three digits


def wgs84_to_gcj02(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """The published offset polynomial; outside China's box nothing is shifted."""
    x, y = lon - 105.0, lat - 35.0
    root = np.sqrt(np.abs(x))
    waves = 20.0 * np.sin(6.0 * x * np.pi) + 20.0 * np.sin(2.0 * x * np.pi)
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    north += (waves + _sines(y, 20.0, 40.0, 160.0, 320.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    east += (waves + _sines(x, 20.0, 40.0, 150.0, 300.0)) * 2.0 / 3.0
    phi = np.radians(lat)
    magic = 1.0 - _E2 * np.sin(phi) ** 2
    metre_lat = 180.0 / (_A * (1.0 - _E2) / (magic * np.sqrt(magic)) * np.pi)
    metre_lon = 180.0 / (_A / np.sqrt(magic) * np.cos(phi) * np.pi)
    inside = (lon > 72.004) & (lon < 137.8347) & (lat > 0.8293) & (lat < 55.8271)
    return lon + np.where(inside, east * metre_lon, 0.0), lat + np.where(inside, north * metre_lat, 0.0)


def _sines(v: Floats, a: float, b: float, c: float, d: float) -> Floats:
    # The polynomial's slow waves: periods 2, 6, 24 and 60 degrees.
    found: Floats = a * np.sin(v * np.pi) + b * np.sin(v / 3.0 * np.pi)
    return found + c * np.sin(v / 12.0 * np.pi) + d * np.sin(v * np.pi / 30.0)


def wgs84_to_bd09(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    x, y = wgs84_to_gcj02(lon, lat)
    z = np.sqrt(x * x + y * y) + 0.00002 * np.sin(y * _BD)
    theta = np.arctan2(y, x) + 0.000003 * np.cos(x * _BD)
    return z * np.cos(theta) + 0.0065, z * np.sin(theta) + 0.006


def _undo(forward: Shift, lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    x, y = lon, lat
    for _ in range(_ROUNDS):
        shifted_x, shifted_y = forward(x, y)
        x, y = x + (lon - shifted_x), y + (lat - shifted_y)
    return x, y


def many_to_wgs84(lons: npt.ArrayLike, lats: npt.ArrayLike, datum: Datum) -> tuple[Floats, Floats]:
    """Arrays of degrees in `datum` as WGS84 degrees."""
    x, y = np.asarray(lons, dtype=np.float64), np.asarray(lats, dtype=np.float64)
    if datum in ("wgs84", "cgcs2000"):  # CGCS2000 and WGS84 agree to about 0.1 m
        return x, y
    if datum == "gcj02":
        return _undo(wgs84_to_gcj02, x, y)
    if datum == "bd09":
        return _undo(wgs84_to_bd09, x, y)
    raise ValueError(f"datum {datum!r}: allowed are wgs84, cgcs2000, gcj02, bd09")


def to_wgs84(lon: float, lat: float, datum: Datum) -> tuple[float, float]:
    """One position; a datum that needs no shift costs nothing."""
    if datum in ("wgs84", "cgcs2000"):
        return lon, lat
    x, y = many_to_wgs84([lon], [lat], datum)
    return float(x[0]), float(y[0])


class Locator:
    """The finest area that holds a position: a street, else a district, else None."""

    def __init__(self, city: City) -> None:
        levels: list[tuple[Literal["district", "street"], int]] = [("street", 0), ("district", 1)]
        found = [(rank, f) for level, rank in levels for f in city.boundary(level)["features"]]
        self._rank = np.array([rank for rank, _ in found], dtype=np.int64)
        self._codes = np.array([f["properties"]["code"] for _, f in found] + [None], dtype=object)
        self._shapes: npt.NDArray[Any] = np.array([shape(f["geometry"]) for _, f in found], dtype=object)
        shapely.prepare(self._shapes)
        self._tree = shapely.STRtree(self._shapes)

    def locate(self, lon: float, lat: float) -> str | None:
        return self.locate_many([lon], [lat])[0]

    def locate_many(self, lons: Sequence[float] | Floats, lats: Sequence[float] | Floats) -> list[str | None]:
        """Area codes in the order of the positions; a position that is not finite has no area."""
        x, y = np.asarray(lons, dtype=np.float64), np.asarray(lats, dtype=np.float64)
        ok = np.isfinite(x) & np.isfinite(y)
        rows, areas = self._tree.query(shapely.points(np.where(ok, x, 0.0), np.where(ok, y, 0.0)))
        inside = shapely.intersects_xy(self._shapes[areas], x[rows], y[rows])
        best = np.full(len(x), len(self._shapes), dtype=np.int64)
        # Areas are numbered streets first, so the smallest number that holds the position is the finest.
        np.minimum.at(best, rows[inside], areas[inside])
        codes: list[str | None] = self._codes[best].tolist()
        return codes
