"""Check city packs: `python -m config.check [CITY]` prints every problem as `file: path: problem` and exits 1 if any.

Loading a pack checks its rows and references (core/city.py); here come the slow checks: geometry and targets.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Any, Literal

import numpy as np
import shapely
from shapely.errors import ShapelyError
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from core import city as packs
from core.city import City

# fmt: off
THEMES = frozenset({
    "economy", "projects", "market", "business", "digital_economy", "housing", "cockpit", "hotline", "supervise",
    "grid", "urban", "disputes", "office", "services", "emergency", "water", "environment", "resources", "traffic",
    "municipal", "video", "livelihood", "necessities", "culture", "village", "data", "security", "infrastructure",
})
# fmt: on
SLACK = 1e-3  # share of an area that rounding to five decimals may move
Level = Literal["district", "street"]


def problems_of(key: str) -> list[str]:
    city, problems = packs.examine(key)
    if city is None:
        return problems
    found = [f"{key}/{p}" for p in (*_targets(city), *_params(city))]
    return problems + found + [f"{key}/{p}" for p in _geometry(city)]


def _targets(city: City) -> Iterator[str]:
    """Known themes, sensible order of thresholds, and at most one entry in force on any day."""
    for t in city.targets:
        if t.indicator.split(".")[0] not in THEMES:
            yield f"targets.yaml: {t.indicator}: the theme is unknown; allowed: {', '.join(sorted(THEMES))}"
        if t.until and t.until < t.since:
            yield f"targets.yaml: {t.indicator}.until: {t.until} is before since {t.since}"
        if (t.target, t.watch, t.alert, t.low_watch, t.low_alert) == (None,) * 5:
            yield f"targets.yaml: {t.indicator}: names neither a target nor a threshold"
        if t.low_watch is not None and t.watch is not None and t.low_watch >= t.watch:
            yield f"targets.yaml: {t.indicator}.low_watch: {t.low_watch:g} is not below watch {t.watch:g}"
    ordered = sorted(city.targets, key=lambda t: (t.indicator, t.since))
    for one, two in pairwise(ordered):
        if one.indicator == two.indicator and (one.until or date.max) >= two.since:
            yield f"targets.yaml: {two.indicator}.since: {two.since} lies within the entry of {one.since}"


def _params(city: City) -> Iterator[str]:
    for name, entries in city.file.params.items():
        if not entries:
            yield f"city.yaml: params.{name}: allowed is at least one dated value"
        for since, n in Counter(entry.since for entry in entries).items():
            if n > 1:
                yield f"city.yaml: params.{name}: {since} is there {n} times"


def _geometry(city: City) -> Iterator[str]:
    top: dict[str, BaseGeometry] = {}
    streets: dict[str, BaseGeometry] = {}
    levels: list[tuple[Level, dict[str, BaseGeometry]]] = [("district", top), ("street", streets)]
    for level, into in levels:
        yield from _read(city, level, into)
    if not top:
        return
    yield from _overlaps("districts.geojson", top)
    yield from _streets_in_parents(city, streets, top)
    yield from _outside(city, shapely.union_all(list(top.values())))


def _expected(city: City, level: Level) -> set[str]:
    found = {a.code for a in city.level(level)}
    return found or {a.code for a in city.children(city.code)}  # a city without districts shows its towns


def _read(city: City, level: Level, into: dict[str, BaseGeometry]) -> Iterator[str]:
    """Fill `into` with the usable shapes by code; yield what is wrong with the others."""
    file, expected = f"{level}s.geojson", _expected(city, level)
    try:
        features = city.boundary(level)["features"]
    except (OSError, json.JSONDecodeError, KeyError, TypeError) as error:
        yield f"{file}: cannot be read as a feature collection: {error}"
        return
    for index, item in enumerate(features):
        code = str(item.get("properties", {}).get("code", index))
        problem = _feature_problem(item, code, expected, into)
        if problem:
            yield f"{file}: {code}: {problem}"
        else:
            into[code] = shape(item["geometry"])
    for code in sorted(expected - set(into)):
        yield f"{file}: {code}: {city.areas[code].name_zh} of areas.csv has no usable boundary"


def _feature_problem(item: Any, code: str, expected: set[str], into: dict[str, BaseGeometry]) -> str:
    if code not in expected:
        return "is not such an area of areas.csv"
    if code in into:
        return "is there twice"
    try:
        found = shape(item["geometry"])
    except (ShapelyError, KeyError, TypeError, ValueError, AttributeError) as error:
        return f"geometry: {error}"
    if found.geom_type not in ("Polygon", "MultiPolygon") or found.is_empty:
        return f"geometry: {found.geom_type} is not allowed, Polygon and MultiPolygon are"
    return "" if found.is_valid else f"geometry: {shapely.is_valid_reason(found)}"


def _overlaps(file: str, shapes: dict[str, BaseGeometry]) -> Iterator[str]:
    codes, areas = list(shapes), np.array(list(shapes.values()), dtype=object)
    for i, j in zip(*shapely.STRtree(areas).query(areas, predicate="intersects"), strict=True):
        if i < j and areas[i].intersection(areas[j]).area > SLACK * min(areas[i].area, areas[j].area):
            yield f"{file}: {codes[i]}: overlaps {codes[j]}"


def _streets_in_parents(city: City, streets: dict[str, BaseGeometry], top: dict[str, BaseGeometry]) -> Iterator[str]:
    for code, cell in streets.items():
        above = top.get(city.areas[code].parent)
        if above is not None and cell.difference(above).area > 10 * SLACK * cell.area:
            yield f"streets.geojson: {code}: reaches outside its district {city.areas[code].parent}"


def _outside(city: City, whole: BaseGeometry) -> Iterator[str]:
    sources = list(city.sources.values())
    inside = shapely.intersects_xy(whole, [s.lon for s in sources], [s.lat for s in sources])
    for source, ok in zip(sources, inside, strict=True):
        if not ok:
            yield f"sources.csv: {source.source_id}: {source.lon}, {source.lat} is outside {city.file.name.zh}"


def main(asked: list[str]) -> int:
    known = packs.names()
    problems = [f"{key}: no such pack; allowed: {', '.join(known)}" for key in asked if key not in known]
    problems += [p for key in (asked or known) if key in known for p in problems_of(key)]
    print("\n".join(dict.fromkeys(problems)) or f"city packs in order: {', '.join(asked or known)}")
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
