"""Speeds of 207 freeway loop detectors, one week of five-minute rows in miles per hour (README.txt of the set).

The raw unit travels with the reading, so that the ingest converts it as it must for a customer. Positions are not in the set.
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from demo.messages import Message, reading
from demo.recording import Gauge, Recording

FIRST = datetime(2012, 3, 1, tzinfo=ZoneInfo("America/Los_Angeles"))


def table(folder: Path) -> Iterator[list[str]]:
    with gzip.open(folder / "los_speed.csv.gz", "rt", encoding="utf-8", newline="") as file:
        yield from csv.reader(file)


def source_id(detector: str) -> str:
    return f"los.{detector}"


def messages(folder: Path) -> Iterator[Message]:
    lines = table(folder)
    detectors = [source_id(detector) for detector in next(lines)]
    for number, line in enumerate(lines):
        at = (FIRST.astimezone(UTC) + timedelta(minutes=5 * number)).astimezone(FIRST.tzinfo)
        for detector, speed in zip(detectors, line, strict=True):
            yield reading(detector, at, "speed_kmh", float(speed), "mph")


def gauges(folder: Path) -> Iterator[Gauge]:
    for detector in next(table(folder)):
        yield Gauge(source_id(detector), "traffic_detector", detector, None, None, 300)


RECORDING = Recording("traffic_los_loop", messages, gauges)
