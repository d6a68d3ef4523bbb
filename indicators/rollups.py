"""The files of sql/rollups/: one SELECT each, with a head of comment lines that says what it makes.

`-- family:` the stream whose marks it follows · `-- measures:` what it makes (`*` stands for the dirty metrics) ·
`-- when:` the metrics that concern it (all when absent) · `-- grain: minute|hour` · `-- shift: 72h` its rows lie that
much later than the facts they come from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Literal

from core.errors import RegistryError
from core.store import SQL, sql

FOLDER = SQL / "rollups"
READINGS = "iot.reading"
PRODUCTS = "iot.reading/products"  # marks of what does not add, left by the refresh when it adds the rest
COLUMNS = "bucket_at, measure, area_id, dim, n, sum, min, max, last, last_at"


@dataclass(frozen=True, slots=True)
class RollupFile:
    name: str
    family: str
    measures: tuple[str, ...]
    when: frozenset[str]
    grain: Literal["minute", "hour"]
    shift: timedelta

    def concerns(self, dirty: Iterable[str]) -> list[str]:
        """The metrics to read when `dirty` ones changed: products need all of theirs."""
        found = sorted(m for m in dirty if not self.when or m in self.when)
        return found if not found or "*" in self.pattern else sorted(self.when)

    @property
    def pattern(self) -> str:
        return " ".join(self.measures)

    def makes(self, metrics: Iterable[str]) -> list[str]:
        """The measures that are made anew from these metrics."""
        return sorted(
            {m.replace("*", metric) for m in self.measures for metric in metrics}
            if "*" in self.pattern
            else self.measures
        )

    @property
    def insert(self) -> str:
        return f"INSERT INTO roll.{self.grain} ({COLUMNS})\n{sql(f'rollups/{self.name}')}"


@cache
def rollup_files() -> tuple[RollupFile, ...]:
    return tuple(_parsed(path.stem, path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.sql")))


def of_family(family: str) -> list[RollupFile]:
    return [f for f in rollup_files() if f.family == family]


def is_hourly(measure: str) -> bool:
    """Measures by source start at the hour; all others at the minute."""
    return measure.startswith("source:")


def _parsed(name: str, text: str) -> RollupFile:
    head: dict[str, list[str]] = {}
    for key, value in re.findall(r"^-- (family|measures|when|grain|shift): (.+)$", text, re.M):
        head.setdefault(key, []).extend(value.split())
    if missing := {"family", "measures", "grain"} - head.keys():
        raise RegistryError(f"sql/rollups/{name}.sql: the head lacks {', '.join(sorted(missing))}")
    grain = head["grain"][0]
    if grain not in ("minute", "hour"):
        raise RegistryError(f"sql/rollups/{name}.sql: grain is {grain!r}, allowed are minute, hour")
    shift = timedelta(hours=float(head.get("shift", ["0h"])[0].removesuffix("h")))
    return RollupFile(
        name,
        head["family"][0],
        tuple(head["measures"]),
        frozenset(head.get("when", ())),
        "minute" if grain == "minute" else "hour",
        shift,
    )
