"""Where invented devices stand: in streets, denser towards the centre, or along rough lines of rivers and roads."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import shapely
from shapely.geometry import LineString, Point, shape
from shapely.geometry.base import BaseGeometry

from config.cells import random_point

KM = 1 / 111.2  # degrees of latitude
Row = dict[str, Any]


@dataclass(frozen=True)
class Place:
    zh: str
    en: str
    lon: float
    lat: float
    share: float = 0.0  # how far along its line, 0 to 1
    line: Row | None = None


class Places:
    def __init__(self, recipe: Row, streets: list[Row], districts: dict[str, BaseGeometry]) -> None:
        self.recipe = recipe
        self.centre = Point(recipe["centre"])
        self.city = shapely.union_all(list(districts.values()))
        self.districts = districts
        self.streets = [(f["properties"], shape(f["geometry"])) for f in streets]
        self._weights = [self._weight(cell) for _, cell in self.streets]
        shapely.prepare(self.city)

    def _weight(self, cell: BaseGeometry) -> float:
        km = cell.centroid.distance(self.centre) / KM
        return float(math.exp(-km / self.recipe["density_km"]) + 0.06)

    def spread(self, n: int, rng: random.Random, flat: float = 0.0) -> Iterator[Place]:
        """`n` places; `flat` 1 ignores the density and treats all streets alike."""
        weights = [w * (1 - flat) + flat / len(self.streets) for w in self._weights]
        for area, cell in rng.choices(self.streets, weights, k=n):
            point = random_point(cell, rng)
            yield Place(area["name_zh"], area["name_en"], round(point.x, 6), round(point.y, 6))

    def along(self, lines: list[Row], n: int, rng: random.Random, off_km: float = 0.05) -> Iterator[Place]:
        """About `n` places on the lines, in order along each, fewer to the kilometre on long ones."""
        clipped = [(row, self.inside(row)) for row in lines]
        total = sum(math.sqrt(line.length) for _, line in clipped)
        for row, line in clipped:
            count = max(1, round(n * math.sqrt(line.length) / total))
            for i in range(count):
                share = (i + 0.5) / count
                point = self._near(line.interpolate(share, normalized=True), rng, off_km)
                yield Place(row["zh"], row["en"], round(point.x, 6), round(point.y, 6), share, row)

    def inside(self, row: Row) -> BaseGeometry:
        found = self.line(row).intersection(self.city.buffer(-0.3 * KM))
        return max(shapely.get_parts(found), key=lambda part: part.length) if not found.is_empty else found

    def line(self, row: Row) -> LineString:
        return LineString(row["line"]) if "line" in row else LineString(self._circle(row["radius_km"]))

    def _circle(self, km: float) -> list[tuple[float, float]]:
        wide = math.cos(math.radians(self.centre.y))
        turns = [math.tau * i / 48 for i in range(49)]
        return [(self.centre.x + km * KM * math.cos(t) / wide, self.centre.y + km * KM * math.sin(t)) for t in turns]

    def _near(self, point: Point, rng: random.Random, off_km: float) -> Point:
        while True:
            moved = Point(point.x + rng.gauss(0, off_km * KM), point.y + rng.gauss(0, off_km * KM))
            if self.city.contains(moved):
                return moved
