"""Hourly air quality of 32 stations in four cities with the AQI that CNEMC published (README.txt of the set).

The published hour is the end of the hour averaged, so `observed_at` is Date + Hour. NaN sends nothing: no record is silence.
Two names of one site stay two sources, because the recording does not say which of them is the instrument.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from demo.messages import Message, reading
from demo.recording import Gauge, Recording

ZONE = ZoneInfo("Asia/Shanghai")
FILE = "stations_4cities_hourly_20200326_20200408.csv"
METRICS = {
    "PM2.5": "pm25_ugm3",
    "PM10": "pm10_ugm3",
    "SO2": "so2_ugm3",
    "NO2": "no2_ugm3",
    "CO": "co_mgm3",
    "O3_1h": "o3_ugm3",
    "O3_8h": "o3_8h_ugm3",
}


def source_id(row: dict[str, Any]) -> str:
    return f"cnemc.{row['city']}.{row['WatchPoint']}"


def observed_at(row: dict[str, Any]) -> datetime:
    return datetime.strptime(row["Date"] + row["Hour"].zfill(2), "%Y%m%d%H").replace(tzinfo=ZONE)


def rows(folder: Path) -> list[dict[str, Any]]:
    with (folder / FILE).open(encoding="utf-8-sig", newline="") as file:
        return sorted(csv.DictReader(file), key=observed_at)


def messages(folder: Path) -> Iterator[Message]:
    for row in rows(folder):
        for column, metric in METRICS.items():
            if row[column] not in ("", "NaN"):
                yield reading(source_id(row), observed_at(row), metric, float(row[column]))


def gauges(folder: Path) -> Iterator[Gauge]:
    """30 of the 32 sites have a position; the other two are registered without one."""
    with (folder / "stations.csv").open(encoding="utf-8-sig", newline="") as file:
        placed = {source_id(s): s for s in csv.DictReader(file)}
    for source, row in sorted({source_id(row): row for row in rows(folder)}.items()):
        site = placed.get(source)
        position = (float(site["lon"]), float(site["lat"])) if site else (None, None)
        code = {"station_code": site["station_code"]} if site else {}
        yield Gauge(source, "air_station", row["WatchPoint"], *position, 3600, "", code)


RECORDING = Recording("aq_cnemc_4cities", messages, gauges)
