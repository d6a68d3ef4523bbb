"""The parts of a city pack: one frozen model for a row or entry of each file, unknown keys refused."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from core.model import Label

CODE = r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$"  # theme.indicator


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


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
    """A node of the tree city, district, street; `code` is the official one. Towns may stand right below a city."""

    code: str = Field(pattern=r"^\d{6}(\d{3}(\d{3})?)?$")
    name_zh: str = Field(min_length=1)
    name_en: str = Field(min_length=1)
    level: Literal["city", "district", "street"]
    parent: str = ""
    population: int | None = Field(None, ge=0)


class Source(Part):
    """A registered device, camera, gauge or station."""

    source_id: str = Field(min_length=1, max_length=64)
    kind: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name_zh: str = Field(min_length=1)
    name_en: str = Field(min_length=1)
    lon: float = Field(ge=73, le=136)
    lat: float = Field(ge=3, le=54)
    department: str
    interval_s: int = Field(gt=0)
    metrics: tuple[str, ...] = ()
    attributes: dict[str, Any] = {}


class Metric(Part):
    """A metric code of the readings. `min` and `max` are hard bounds: a value outside cannot be true."""

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
    """A dated target or threshold with its citation. `watch` and `alert` are in the unit of the indicator.

    In force from `since` to `until`, both included; `due` is the day by which a document wants the target met.
    """

    indicator: str = Field(pattern=CODE)
    since: date
    until: date | None = None
    due: date | None = None
    target: float | None = None
    watch: float | None = None
    alert: float | None = None
    low_watch: float | None = None
    low_alert: float | None = None
    cite: str = Field(min_length=1)


class Reported(Part):
    """A number that a department sends through the statistics stream."""

    code: str = Field(pattern=CODE)
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


class Dated(Part):
    """A parameter's value from `since` on, and where it comes from."""

    since: date
    value: Any
    cite: str = Field(min_length=1)


class Boundaries(Part):
    source: str
    licence: str
    datum: Literal["wgs84"]
    streets: Literal["schematic", "official"]
    note: Text


class DeadLetters(Part):
    """When a stream stops instead of pouring its topic into the dead letters.

    Stopped by `run` bad records one after the other, or by more than `share` of at least the last `least` records.
    """

    run: int = Field(2_000, gt=0)
    share: float = Field(0.5, gt=0, le=1)
    least: int = Field(5_000, gt=0)


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
    params: dict[str, tuple[Dated, ...]] = {}
    topics: dict[str, int] = {}
    dead_letters: DeadLetters = DeadLetters()
    # Days a table of raw rows keeps; a table not named keeps everything. Steps of tickets are their file and always stay.
    keep_days: dict[Literal["raw.reading", "raw.video_event"], Annotated[int, Field(ge=2)]] = {}
