"""The city pack: everything that differs between cities, checked as one, with every problem named.

A pack is the folder `config/cities/<city>/`: `city.yaml`, `areas.csv`, `districts.geojson`, `streets.geojson`,
`sources.csv`, `targets.yaml`, `catalogue/*.yaml`. Metrics are the same everywhere: `config/metrics.csv`.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from core.errors import ConfigError
from core.model import Label
from core.settings import ROOT

CITIES = ROOT / "config" / "cities"
METRICS = ROOT / "config" / "metrics.csv"


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(Part):
    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)

    @property
    def label(self) -> Label:
        return Label(self.zh, self.en)


class View(Part):
    """Where a map opens: degrees and deck.gl zoom."""

    lon: float = Field(ge=73, le=136)
    lat: float = Field(ge=3, le=54)
    zoom: float = Field(ge=3, le=18)


class Area(Part):
    """A node of the tree city, district, street; `code` is the official one."""

    code: str = Field(pattern=r"^\d{6}(\d{3}(\d{3})?)?$")
    name_zh: str
    name_en: str
    level: Literal["city", "district", "street"]
    parent: str = ""
    population: int | None = None


class Source(Part):
    """A registered device, camera, gauge or station."""

    source_id: str = Field(min_length=1, max_length=64)
    kind: str
    name_zh: str
    name_en: str
    lon: float
    lat: float
    department: str
    interval_s: int = Field(gt=0)
    metrics: tuple[str, ...] = ()
    attributes: dict[str, Any] = {}


class Metric(Part):
    """A metric code of the readings; the unit is part of the code."""

    code: str
    name_zh: str
    name_en: str
    unit: str
    min: float
    max: float
    stamped_at_end: bool = False


class Department(Part):
    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: Text


class Category(Part):
    """A hotline or case category `KIND-CONTENT`: its limit in hours and the department it goes to."""

    code: str
    name: Text
    department: str
    limit_h: float = Field(gt=0)
    tags: tuple[str, ...] = ()


class EventType(Part):
    code: str
    name: Text
    severity: Literal["low", "medium", "high"] = "medium"


class Target(Part):
    """A dated target or threshold with its citation. `watch` and `alert` are in the unit of the indicator."""

    indicator: str
    since: date
    until: date | None = None
    target: float | None = None
    watch: float | None = None
    alert: float | None = None
    low_watch: float | None = None
    low_alert: float | None = None
    cite: str


class Reported(Part):
    """A number that a department sends through the statistics stream."""

    code: str
    name: Text
    unit: str
    grains: tuple[Literal["day", "month", "quarter", "year"], ...]
    owner: str
    source: Text
    update_rule: Text
    quality_rule: Text
    better: Literal["up", "down", "range", "none"]
    decimals: int = 1
    lag_days: int = Field(30, ge=0)


class Boundaries(Part):
    source: str
    licence: str
    datum: Literal["wgs84"]
    streets: Literal["schematic", "official"]
    note: Text


class CityFile(Part):
    """city.yaml"""

    code: str = Field(pattern=r"^\d{6}$")
    name: Text
    time_zone: str
    centre: View
    views: dict[str, View] = {}
    boundaries: Boundaries
    pages: tuple[str, ...]
    departments: tuple[Department, ...]
    categories: tuple[Category, ...]
    event_types: tuple[EventType, ...]
    params: dict[str, Any] = {}
    topics: dict[str, int] = {}


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

    def boundary(self, level: Literal["district", "street"]) -> dict[str, Any]:
        """GeoJSON in WGS84; each feature's properties hold `code`, and streets `schematic`."""
        text = (self.folder / f"{level}s.geojson").read_text("utf-8")
        found: dict[str, Any] = json.loads(text)
        return found


def names() -> list[str]:
    return sorted(p.name for p in CITIES.iterdir() if (p / "city.yaml").is_file())


def load(key: str) -> City:
    """Load one pack; raises ConfigError that lists every problem as `file: path: problem`."""
    folder = CITIES / key
    if not (folder / "city.yaml").is_file():
        raise ConfigError([f"setting CITY = {key!r}: no such pack; allowed: {', '.join(names())}"])
    problems: list[str] = []
    parts = {name: _read(folder, name, problems) for name in _READERS}
    if not problems:
        city = City(key, folder, parts)
        problems = list(cross_check(city))
        if not problems:
            return city
    raise ConfigError(problems)


def _read(folder: Path, name: str, problems: list[str]) -> Any:
    try:
        return list(_READERS[name](folder)) if name != "city.yaml" else _city_file(folder)
    except OSError as error:
        problems.append(f"{folder.name}/{name}: cannot be read: {error.strerror}")
    except yaml.YAMLError as error:
        problems.append(f"{folder.name}/{name}: not YAML: {error}".replace("\n", " "))
    except _RowErrors as errors:
        problems.extend(f"{folder.name}/{line}" for line in errors.args[0])
    return None


class _RowErrors(Exception):
    """Collected `file: path: problem` lines of one file."""


def _checked(model: type[Part], rows: Iterator[tuple[str, dict[str, Any]]], file: str) -> list[Any]:
    found, problems = [], []
    for where, row in rows:
        try:
            found.append(model.model_validate(row))
        except ValidationError as error:
            for e in error.errors():
                path = ".".join(str(p) for p in (where, *e["loc"]) if p != "")
                problems.append(f"{file}: {path}: {e['msg']} (found {e.get('input')!r})")
    if problems:
        raise _RowErrors(problems)
    return found


def _csv(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    with path.open(encoding="utf-8", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), 2):
            yield f"line {line}", {k: v for k, v in row.items() if v != ""}


def _sources(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for where, row in _csv(path):
        metrics = row.get("metrics", "")
        attributes = json.loads(row.get("attributes", "{}"))
        yield where, row | {"metrics": tuple(m for m in metrics.split(";") if m), "attributes": attributes}


def _yaml_list(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for index, row in enumerate(yaml.safe_load(path.read_text("utf-8")) or []):
        yield str(row.get("code") or row.get("indicator") or index), row


def _catalogue(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted((folder / "catalogue").glob("*.yaml")):
        for where, row in _yaml_list(path):
            yield f"{path.name}: {where}", row


def _city_file(folder: Path) -> CityFile:
    row = yaml.safe_load((folder / "city.yaml").read_text("utf-8"))
    found: CityFile = _checked(CityFile, iter([("", row)]), "city.yaml")[0]
    return found


_READERS: dict[str, Any] = {
    "city.yaml": _city_file,
    "areas.csv": lambda f: _checked(Area, _csv(f / "areas.csv"), "areas.csv"),
    "sources.csv": lambda f: _checked(Source, _sources(f / "sources.csv"), "sources.csv"),
    "metrics.csv": lambda _: _checked(Metric, _csv(METRICS), "metrics.csv"),
    "targets.yaml": lambda f: _checked(Target, _yaml_list(f / "targets.yaml"), "targets.yaml"),
    "catalogue": lambda f: _checked(Reported, _catalogue(f), "catalogue"),
}


def cross_check(city: City) -> Iterator[str]:
    """What no single file can know: references between files."""
    yield from (
        f"{city.key}/areas.csv: {a.code}.parent: {a.parent!r} is not in the file"
        for a in city.areas.values()
        if a.level != "city" and a.parent not in city.areas
    )
    if city.code not in city.areas:
        yield f"{city.key}/areas.csv: {city.code}: the city itself is missing"
    owners = [(f"sources.csv: {s.source_id}", s.department) for s in city.sources.values()]
    owners += [(f"city.yaml: categories.{c.code}", c.department) for c in city.file.categories]
    owners += [(f"catalogue: {r.code}", r.owner) for r in city.reported.values()]
    for where, department in owners:
        if department not in city.departments:
            yield f"{city.key}/{where}.department: {department!r} is not a department of city.yaml"
    for source in city.sources.values():
        for metric in source.metrics:
            if metric not in city.metrics:
                yield f"{city.key}/sources.csv: {source.source_id}.metrics: {metric!r} is not in config/metrics.csv"
