"""Small frozen types every room speaks. Shapes and units are stated here, nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from math import fsum
from typing import Any, Literal, NamedTuple

Grain = Literal["5min", "hour", "day", "month", "quarter", "year"]
SubjectKind = Literal["area", "source", "department"]
Status = Literal["good", "watch", "alert", "stale", "none"]
Better = Literal["up", "down", "range", "none"]
Lang = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Label:
    """What a person reads, in both languages."""

    zh: str
    en: str

    def at(self, lang: Lang) -> str:
        return self.zh if lang == "zh" else self.en


class Record(NamedTuple):
    """One Kafka record as it came; `at` is the broker's timestamp."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    at: datetime


class Measure(NamedTuple):
    """One row of a rollup: additive figures of `measure` in one bucket for one area and dimension.

    `sum`, `min`, `max`, `last` carry the unit of the measure; `n` counts the raw rows behind them.
    """

    name: str
    n: int
    sum: float | None = None
    min: float | None = None
    max: float | None = None
    last: float | None = None
    last_at: datetime | None = None
    dim: str = ""
    bucket_at: datetime | None = None
    area_id: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What a formula answers. `value` None means no value, and `reason` says why."""

    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    detail: str = ""
    reason: str = ""


class Measures:
    """The measures of one subject in one bucket (or window), as a formula reads them."""

    __slots__ = ("_rows", "at", "params")

    def __init__(self, rows: list[Measure], at: datetime, params: Mapping[str, Any] | None = None) -> None:
        self._rows: dict[str, list[Measure]] = {}
        for row in rows:
            self._rows.setdefault(row.name, []).append(row)
        self.at = at  # end of the bucket, tz-aware
        self.params = params or {}

    def __contains__(self, name: str) -> bool:
        return name in self._rows

    def rows(self, name: str) -> list[Measure]:
        return self._rows.get(name, [])

    def n(self, name: str) -> int:
        return sum(row.n for row in self.rows(name))

    def sum(self, name: str) -> float | None:
        """Exact before it is rounded: an index that is rounded up must not hang on the order of rows."""
        found = [row.sum for row in self.rows(name) if row.sum is not None]
        return fsum(found) if found else None

    def mean(self, name: str) -> float | None:
        total, n = self.sum(name), self.n(name)
        return total / n if total is not None and n else None

    def max(self, name: str) -> float | None:
        found = [row.max for row in self.rows(name) if row.max is not None]
        return max(found) if found else None


Formula = Callable[[Measures], Result]


@dataclass(frozen=True, slots=True)
class Definition:
    """A dated definition: valid for buckets that start on or after `since` (local date)."""

    id: str
    since: date
    cite: str
    formula: Formula


@dataclass(frozen=True, slots=True)
class Rollup:
    """Input from the rollups: `measures` over `window` that ends with the bucket, kept apart by dimension.

    `window` is "bucket" or a length such as "24h", "7d", "30d", or "ytd" (local year to date).
    A measure `source:<metric>` is hourly by source (`dim` = source_id); `gauge:<metric>` the same by minute.
    """

    measures: tuple[str, ...]
    window: str = "bucket"


@dataclass(frozen=True, slots=True)
class Values:
    """Input from other indicators' stored values of the same subject over `window`.

    A formula meets each value as one `Measure`: name = code, `sum` = value, `n` 1, `bucket_at` = start of its period.
    """

    codes: tuple[str, ...]
    window: str = "bucket"
    grain: Grain = "day"


@dataclass(frozen=True, slots=True)
class Query:
    """Input from a named SQL file `sql/queries/compute_<name>.sql` (state at the end of the bucket).

    `measures` are the rollup measures whose change makes it worth asking again, up to `window` after the change.
    """

    name: str
    measures: tuple[str, ...] = ()
    window: str = "bucket"


Input = Rollup | Values | Query
Domain = Literal["", "economy", "market", "society", "service", "environment"]


@dataclass(frozen=True, slots=True)
class Indicator:
    """Header of one indicator: everything but the numbers.

    `stamped_at_end`: a bucket has its value only when it has ended (hourly means, whole days).
    `always`: no row means zero, not silence (counts of tickets); it goes stale with its `streams`, not by subject.
    `source_hours`: values of single sources by the hour are made only for hours younger than this (None: for all).
    `words` are what a `detail` is made of, for readers of English; one not listed is shown as it is.
    `domain` is its tile of the cockpit: 经济调节 市场监管 社会管理 公共服务 生态环境.
    """

    code: str
    name: Label
    unit: str
    grains: tuple[Grain, ...]
    subjects: tuple[SubjectKind, ...]
    definitions: tuple[Definition, ...]
    inputs: tuple[Input, ...]
    owner: str
    better: Better
    sources: tuple[str, ...]
    note: str = ""
    decimals: int = 1
    stale_after: timedelta | None = None
    stamped_at_end: bool = False
    kind: Literal["computed", "reported", "derived"] = "computed"
    formula_text: Label = field(default_factory=lambda: Label("", ""))
    update_rule: Label = field(default_factory=lambda: Label("", ""))
    numerator_name: Label = field(default_factory=lambda: Label("", ""))
    denominator_name: Label = field(default_factory=lambda: Label("", ""))
    domain: Domain = ""
    always: bool = False
    words: tuple[Label, ...] = ()
    source_hours: timedelta | None = None

    @property
    def streams(self) -> tuple[str, ...]:
        """The topics among `sources`, which are written `topic` or `topic:metric`."""
        return tuple(dict.fromkeys(s.split(":", 1)[0] for s in self.sources))

    @property
    def theme(self) -> str:
        return self.code.split(".", 1)[0]


@dataclass(frozen=True, slots=True)
class Value:
    """One published number with what it stands on. Periods are half-open and local to the city."""

    indicator: str
    subject_kind: SubjectKind
    subject: str
    grain: Grain
    period_start_at: datetime
    period_end_at: datetime
    value: float | None
    numerator: float | None
    denominator: float | None
    status: Status
    reason: str
    detail: str
    definition: str
    known_at: datetime
    data_until_at: datetime | None


@dataclass(frozen=True, slots=True)
class Layer:
    """One map layer: `read` names its query, `draw` turns rows into a pydeck layer (data in, layer out)."""

    id: str
    name: Label
    group: str
    read: str
    draw: Callable[..., Any]
    legend: Callable[..., Any]
    tooltip: Callable[[Mapping[str, Any], Lang], list[tuple[str, str]]]
    streams: tuple[str, ...]
    visible: bool = True
    binary: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One page: `path` may hold one `<name>` part; `layout(context)` answers a Dash component."""

    path: str
    name: Label
    layout: Callable[..., Any]
    order: int = 100
    in_menu: bool = True
