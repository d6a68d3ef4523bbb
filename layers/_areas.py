"""Boundaries and names of areas: geometry comes once by URL, rows only say what each area looks like."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from typing import Any

import pydeck as pdk
from pydeck.types import String
from shapely.geometry import shape

from core.city import City
from layers._colours import EDGE, token
from layers._marks import APART, FONT
from layers._view import View

Point = tuple[float, float]


def url(level: str) -> str:
    return f"/map/areas/{level}.json"


@cache
def version(city: City, level: str) -> str:
    return hashlib.sha256(repr(city.boundary(level)).encode()).hexdigest()[:12]  # type: ignore[arg-type]


@cache
def places(city: City) -> dict[str, Point]:
    """Where each area's name stands: a point inside it, its centroid if that lies inside."""
    found = {}
    for level in ("district", "street"):
        for feature in city.boundary(level)["features"]:
            body = shape(feature["geometry"])
            # The largest part: a name in an exclave helps nobody.
            part = max(getattr(body, "geoms", [body]), key=lambda g: g.area)
            point = part.centroid if part.contains(part.centroid) else part.representative_point()
            found[feature["properties"]["code"]] = (round(point.x, 5), round(point.y, 5))
    return found


@cache
def boxes(city: City) -> dict[str, list[float]]:
    """West, south, east, north of every area, and of the city as a whole."""
    found: dict[str, list[float]] = {}
    for level in ("district", "street"):
        for feature in city.boundary(level)["features"]:
            found[feature["properties"]["code"]] = [round(x, 5) for x in shape(feature["geometry"]).bounds]
    every = list(found.values())
    if every:
        low = [min(b[i] for b in every) for i in (0, 1)]
        found[city.code] = low + [max(b[i] for b in every) for i in (2, 3)]
    return found


def hatch(cells: Mapping[str, Mapping[str, Any]], view: View) -> pdk.Layer:
    """Diagonal lines over areas that are silent or have no data."""
    return pdk.Layer(
        "GeoJsonLayer",
        {"@@geo": url(view.parts[0].level), "rows": {code: {} for code, cell in cells.items() if cell["x"]}},
        id="districts-hatch",
        stroked=False,
        filled=True,
        get_fill_color=token(view.theme, "stale", 130),
        get_fill_pattern="'hatch'",
        fill_pattern_mapping={"hatch": {"type": "hatch", "angle": 45, "strokeWidth": 1.6, "gap": 6}},
        fill_pattern_size_units=String("pixels"),
        extensions=[{"@@type": "FillStyleExtension", "pattern": True, "proceduralPattern": True}],
        pickable=False,
    )


def dashes(view: View) -> pdk.Layer:
    """Borders of schematic cells are dashed: nobody should take them for the legal line."""
    return pdk.Layer(
        "PathLayer",
        {"@@rings": url(view.parts[0].level), "codes": [a.code for a in view.parts]},
        id="districts-dash",
        get_path="p",
        get_color=token(view.theme, "ink-2", 170),
        get_width=1.4,
        width_units=String("pixels"),
        get_dash_array=[5, 4],
        extensions=[{"@@type": "PathStyleExtension", "dash": True}],
        pickable=False,
    )


def labels(cells: Mapping[str, Mapping[str, Any]], view: View) -> list[pdk.Layer]:
    """Two lines: the name, and under it the number in the digits' face."""
    at = places(view.city)
    rows = [{"p": at[code], "n": cell["n"], "t": cell["t"], "z": 9} for code, cell in cells.items() if code in at]
    return [
        _line("districts-name", rows, view, "n", 15, -8, "ink"),
        _line("districts-value", rows, view, "t", 15, 9, "ink-2"),
    ]


def _line(id: str, rows: list[dict[str, Any]], view: View, text: str, size: int, below: int, ink: str) -> pdk.Layer:
    edge = EDGE[view.theme].lstrip("#")
    return pdk.Layer(
        "TextLayer",
        rows,
        id=id,
        get_position="p",
        get_text=text,
        get_size=size,
        size_units=String("pixels"),
        get_color=token(view.theme, ink),
        get_pixel_offset=[0, below],
        character_set=String("auto"),
        font_family=FONT,
        font_weight=600,
        font_settings={"sdf": True, "fontSize": 48, "buffer": 6, "radius": 10},
        outline_width=3,
        outline_color=[int(edge[i : i + 2], 16) for i in (0, 2, 4)] + [255],
        pickable=False,
        **APART,
    )
