"""Boundaries as SVG paths, for small still drawings beside a table."""

from __future__ import annotations

from functools import cache
from math import cos, radians
from typing import Any

from shapely.geometry import shape

from core.city import City

WIDE = 320.0


@cache
def paths(city: City, parent: str) -> tuple[dict[str, str], tuple[float, float]]:
    """Path data by area code for the areas right below `parent`, and the size of the drawing; empty without geometry."""
    shapes = _shapes(city, {area.code for area in city.children(parent)})
    if not shapes:
        return {}, (WIDE, 0.0)
    boxes = [one.bounds for one in shapes.values()]
    west, south = min(b[0] for b in boxes), min(b[1] for b in boxes)
    east, north = max(b[2] for b in boxes), max(b[3] for b in boxes)
    across = cos(radians((south + north) / 2))
    scale = WIDE / ((east - west) * across)
    size = (WIDE, round((north - south) * scale, 1))

    def place(x: float, y: float) -> str:
        return f"{(x - west) * across * scale:.1f} {(north - y) * scale:.1f}"

    # Half a unit of the drawing is less than a pixel on a tablet.
    return {code: _path(one.simplify(0.5 / scale), place) for code, one in shapes.items()}, size


def _shapes(city: City, codes: set[str]) -> dict[str, Any]:
    found = {}
    for level in ("district", "street"):
        for feature in city.boundary(level)["features"]:
            if feature["properties"]["code"] in codes:
                found[feature["properties"]["code"]] = shape(feature["geometry"])
    return found


def _path(body: Any, place: Any) -> str:
    rings = [ring for part in getattr(body, "geoms", [body]) for ring in (part.exterior, *part.interiors)]
    return "".join("M" + "L".join(place(x, y) for x, y in ring.coords) + "Z" for ring in rings)
