"""The city pack: everything that differs between cities, checked as one, with every problem named.

A pack is the folder `config/cities/<city>/`: `city.yaml`, `areas.csv`, `districts.geojson`, `streets.geojson`,
`sources.csv`, `targets.yaml`, `catalogue/*.yaml`. Metrics are the same everywhere: `config/metrics.csv`; what most
cities share is in `config/common/` (core/packfile.py says who wins).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from core.errors import ConfigError
from core.pack import (
    Area,
    Boundaries,
    Category,
    CityFile,
    Dated,
    Department,
    EventType,
    Metric,
    Part,
    Reported,
    Source,
    Target,
    Text,
    View,
)
from core.packfile import METRICS, read_all
from core.settings import ROOT

__all__ = [
    "CITIES", "METRICS", "Area", "Boundaries", "Category", "City", "CityFile", "Dated", "Department", "EventType",
    "Metric", "Part", "Reported", "Source", "Target", "Text", "View", "cross_check", "examine", "load", "names",
]  # fmt: skip

CITIES = ROOT / "config" / "cities"


class City:
    """A loaded, checked pack."""

    def __init__(self, key: str, folder: Path, parts: dict[str, Any]) -> None:
        self.key = key
        self.folder = folder
        self.file: CityFile = parts["city.yaml"]
        self.areas: dict[str, Area] = {a.code: a for a in parts["areas.csv"]}
        self.sources: dict[str, Source] = {s.source_id: s for s in parts["sources.csv"]}
        self.metrics: dict[str, Metric] = {m.code: m for m in parts["metrics.csv"]}
        self.targets: tuple[Target, ...] = tuple(parts["targets.yaml"])
        self.reported: dict[str, Reported] = {r.code: r for r in parts["catalogue"]}

    @property
    def code(self) -> str:
        return self.file.code

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.file.time_zone)

    @cached_property
    def departments(self) -> dict[str, Department]:
        return {d.code: d for d in self.file.departments}

    @cached_property
    def categories(self) -> dict[str, Category]:
        return {c.code: c for c in self.file.categories}

    @cached_property
    def event_types(self) -> dict[str, EventType]:
        return {e.code: e for e in self.file.event_types}

    def children(self, code: str) -> list[Area]:
        return [a for a in self.areas.values() if a.parent == code]

    def path(self, code: str) -> list[Area]:
        """From the city down to `code`."""
        chain: list[Area] = []
        while code:
            chain.append(self.areas[code])
            code = self.areas[code].parent
        return chain[::-1]

    def level(self, level: str) -> list[Area]:
        return [a for a in self.areas.values() if a.level == level]

    def param(self, name: str, on: date) -> Any:
        """The value of a dated parameter in force on `on`; the earliest one before its first date."""
        found = sorted(self.file.params[name], key=lambda p: p.since)
        return next((p.value for p in reversed(found) if p.since <= on), found[0].value)

    def kept_since(self, table: Literal["raw.reading", "raw.video_event"], now: datetime) -> datetime | None:
        """Rows before this are not kept; None when the table keeps everything."""
        days = self.file.keep_days.get(table)
        return None if days is None else now - timedelta(days=days)

    def boundary(self, level: Literal["district", "street"]) -> dict[str, Any]:
        """GeoJSON in WGS84; each feature's properties hold `code`, `name_zh`, `name_en` and `schematic`.

        "district" is the first level below the city: its towns where a city has no districts.
        """
        text = (self.folder / f"{level}s.geojson").read_text("utf-8")
        found: dict[str, Any] = json.loads(text)
        return found


def names() -> list[str]:
    return sorted(p.name for p in CITIES.iterdir() if (p / "city.yaml").is_file())


def examine(key: str) -> tuple[City | None, list[str]]:
    """A pack as far as it can be read, and every problem of it as `file: path: problem`."""
    problems: list[str] = []
    parts = read_all(CITIES / key, problems)
    if problems:
        return None, problems
    city = City(key, CITIES / key, parts)
    return city, list(cross_check(city))


def load(key: str) -> City:
    """Load one pack; raises ConfigError that lists every problem."""
    if key not in names():
        raise ConfigError([f"setting CITY = {key!r}: no such pack; allowed: {', '.join(names())}"])
    city, problems = examine(key)
    if city is None or problems:
        raise ConfigError(problems)
    return city


def cross_check(city: City) -> Iterator[str]:
    """What no single file can know: references between files."""
    yield from (f"{city.key}/{problem}" for check in (_tree, _zone, _owners, _metrics) for problem in check(city))


def _tree(city: City) -> Iterator[str]:
    allowed = {"city": ("",), "district": ("city",), "street": ("district", "city")}
    for area in city.areas.values():
        above = city.areas.get(area.parent)
        if area.parent and above is None:
            yield f"areas.csv: {area.code}.parent: {area.parent!r} is not in the file"
        elif (above.level if above else "") not in allowed[area.level]:
            yield f"areas.csv: {area.code}.parent: {area.parent!r} cannot be the parent of a {area.level}"
    if [a.code for a in city.level("city")] != [city.code]:
        yield f"areas.csv: level: allowed is one area of level city, and that is {city.code}"


def _zone(city: City) -> Iterator[str]:
    if city.file.time_zone not in available_timezones():
        yield f"city.yaml: time_zone: {city.file.time_zone!r} is not a time zone"


def _owners(city: City) -> Iterator[str]:
    owners = [(f"sources.csv: {s.source_id}.department", s.department) for s in city.sources.values()]
    owners += [(f"city.yaml: categories.{c.code}.department", c.department) for c in city.file.categories]
    owners += [(f"catalogue: {r.code}.owner", r.owner) for r in city.reported.values()]
    for where, department in owners:
        if department not in city.departments:
            yield f"{where}: {department!r} is not a department of city.yaml"


def _metrics(city: City) -> Iterator[str]:
    for source in city.sources.values():
        for metric in source.metrics:
            if metric not in city.metrics:
                yield f"sources.csv: {source.source_id}.metrics: {metric!r} is not in config/metrics.csv"
    for m in city.metrics.values():
        if m.min >= m.max:
            yield f"metrics.csv: {m.code}.min: {m.min:g} is not below max {m.max:g}"
