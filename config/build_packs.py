"""Rebuild the generated files of a pack: `python -m config.build_packs CITY` writes the same bytes every time.

From `recipe.yaml`, `areas.csv` and `districts.geojson` come `streets.geojson` (schematic cells) and `sources.csv`
(an invented registry for demonstration). A city with its own files does not run this.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import Any

import yaml
from shapely.geometry import Point, shape
from shapely.geometry.base import BaseGeometry

from config import devices
from config.cells import feature, partition, rounded
from config.import_boundaries import write_geojson
from config.places import Places
from core.city import CITIES

COLUMNS = ["source_id", "kind", "name_zh", "name_en", "lon", "lat", "department", "interval_s", "metrics", "attributes"]
Row = dict[str, Any]


def street_features(areas: list[Row], districts: dict[str, BaseGeometry], centre: Point) -> list[Row]:
    """One cell for each street, inside the area right above it; towns right below the city have theirs already."""
    found = []
    for parent, area in sorted(districts.items()):
        streets = [a for a in areas if a["level"] == "street" and a["parent"] == parent]
        own = [a for a in areas if a["code"] == parent and a["level"] == "street"]
        seat = centre if area.contains(centre) else area.centroid
        cells = partition(area, len(streets), parent, seat) if streets else [area]
        for row, cell in zip(streets or own, cells, strict=True):
            shown = cell if own else rounded(cell)
            found.append(
                feature(shown, code=row["code"], name_zh=row["name_zh"], name_en=row["name_en"], schematic=True)
            )
    return found


def write_sources(path: Path, rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for row in rows:
            attributes = json.dumps(row["attributes"], ensure_ascii=False) if row["attributes"] else ""
            writer.writerow({**row, "metrics": ";".join(row["metrics"]), "attributes": attributes})


def build(folder: Path) -> None:
    recipe = yaml.safe_load((folder / "recipe.yaml").read_text("utf-8"))
    with (folder / "areas.csv").open(encoding="utf-8", newline="") as file:
        areas = list(csv.DictReader(file))
    held = json.loads((folder / "districts.geojson").read_text("utf-8"))["features"]
    districts = {f["properties"]["code"]: shape(f["geometry"]) for f in held}
    streets = street_features(areas, districts, Point(recipe["centre"]))
    write_geojson(folder / "streets.geojson", streets)
    write_sources(folder / "sources.csv", devices.sources(recipe, Places(recipe, streets, districts)))


if __name__ == "__main__":
    for city in sys.argv[1:]:
        build(CITIES / city)
