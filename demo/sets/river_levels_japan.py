"""River stage of 2,018 gauges with official thresholds, as polled every hour (README.txt of the set).

A gauge that did not move is published again by the next poll: the same (code, obsTime) has the same event_id, so it is counted
as a duplicate. Thresholds belong to the registry; the few that were revised between the polls keep their history there.
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from demo.messages import Message, reading
from demo.recording import Gauge, Recording

FILE = "river_levels_20260602_20260627.csv.gz"
THRESHOLDS = {"start_m": "startLevel", "warning_m": "warnLevel", "guarantee_m": "fladLevel"}


def rows(folder: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(folder / FILE, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def polled_at(row: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(row["generatedAt"])


def messages(folder: Path) -> Iterator[Message]:
    for row in sorted(rows(folder), key=polled_at):
        observed_at = datetime.fromisoformat(row["obsTime"])
        yield reading(row["code"], observed_at, "water_level", float(row["level"]), "m", polled_at(row))


def thresholds(row: dict[str, Any]) -> dict[str, float]:
    """Only those that are published: 44 % of the rows name no warning level."""
    return {name: float(row[column]) for name, column in THRESHOLDS.items() if row[column]}


def gauges(folder: Path) -> Iterator[Gauge]:
    series: dict[str, list[dict[str, Any]]] = {}
    for row in sorted(rows(folder), key=polled_at):
        series.setdefault(row["code"], []).append(row)
    for code, polls in sorted(series.items()):
        last = polls[-1]
        attributes = thresholds(last) | revisions(polls)
        yield Gauge(
            code, "river_gauge", last["name"], float(last["longitude"]), float(last["latitude"]), 600, "", attributes
        )


def revisions(polls: list[dict[str, Any]]) -> dict[str, Any]:
    """`thresholds`: the dated list, only where a threshold changed."""
    dated: list[dict[str, Any]] = []
    for row in polls:
        values = thresholds(row)
        if not dated or {k: v for k, v in dated[-1].items() if k != "since"} != values:
            dated.append({"since": row["generatedAt"], **values})
    return {"thresholds": dated} if len(dated) > 1 else {}


RECORDING = Recording("river_levels_japan", messages, gauges)
