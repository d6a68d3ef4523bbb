"""Schematic cells: a seeded, evened-out Voronoi partition of a polygon."""

from __future__ import annotations

import math
import random
from typing import Any

import shapely
from shapely import Point
from shapely.affinity import scale
from shapely.geometry.base import BaseGeometry

ROUNDS = 12  # of Lloyd's relaxation: enough for cells that look like neighbourhoods, not splinters
GRID = 1e-5  # degrees, about a metre: the precision of every boundary file


def random_point(area: BaseGeometry, rng: random.Random) -> Point:
    west, south, east, north = area.bounds
    while True:
        point = Point(rng.uniform(west, east), rng.uniform(south, north))
        if area.contains(point):
            return point


def partition(area: BaseGeometry, n: int, seed: str, seat: Point) -> list[BaseGeometry]:
    """`n` cells that fill `area`, the nearest to `seat` first: official street codes start in the county town."""
    # A degree of longitude is shorter than one of latitude: even out in a plane where they are equal.
    shrink = math.cos(math.radians(area.centroid.y))
    plane = scale(area, xfact=shrink, yfact=1, origin=(0, 0))
    rng = random.Random(seed)
    seeds = [random_point(plane, rng) for _ in range(n)]
    for _ in range(ROUNDS):
        seeds = [
            cell.representative_point() if not plane.contains(cell.centroid) else cell.centroid
            for cell in _cells(plane, seeds)
        ]
    cells = [scale(cell, xfact=1 / shrink, yfact=1, origin=(0, 0)) for cell in _cells(plane, seeds)]
    return sorted(cells, key=lambda cell: cell.centroid.distance(seat))


def _cells(plane: BaseGeometry, seeds: list[Point]) -> list[BaseGeometry]:
    if len(seeds) == 1:
        return [plane]
    parts = shapely.voronoi_polygons(shapely.MultiPoint(seeds), extend_to=plane, ordered=True)
    return [polygons(part.intersection(plane)) for part in parts.geoms]


def polygons(geometry: BaseGeometry) -> BaseGeometry:
    """Only the areas of a geometry: overlays leave stray points and lines behind."""
    parts = [p for p in shapely.get_parts(geometry) if p.geom_type == "Polygon"]
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def rounded(geometry: BaseGeometry) -> BaseGeometry:
    return polygons(shapely.set_precision(geometry, GRID))


def feature(geometry: BaseGeometry, **properties: Any) -> dict[str, Any]:
    found = shapely.geometry.mapping(geometry)
    return {"type": "Feature", "properties": properties, "geometry": _shortened(found)}


def _shortened(value: Any) -> Any:
    """Coordinates as written in the file: five decimals."""
    if isinstance(value, dict):
        return {k: _shortened(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_shortened(v) for v in value]
    return round(value, 5) if isinstance(value, float) else value
