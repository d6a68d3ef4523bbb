"""Four years of hourly air and weather of 12 Beijing sites (README.txt of the set): volume, missing values, CO in µg/m³.

NA sends nothing. CO is published in µg/m³ and sent with that unit, for the ingest to convert. The hour of the file starts at
`hour` and its grid begins at 00, so the mean belongs to the hour that ends one hour later.
"""

from __future__ import annotations

import csv
import gzip
import heapq
from collections.abc import Iterator
from datetime import datetime, timedelta
from operator import attrgetter
from pathlib import Path
from zoneinfo import ZoneInfo

from demo.messages import Message, reading
from demo.recording import Gauge, Recording

ZONE = ZoneInfo("Asia/Shanghai")
METRICS = {
    "PM2.5": ("pm25_ugm3", None),
    "PM10": ("pm10_ugm3", None),
    "SO2": ("so2_ugm3", None),
    "NO2": ("no2_ugm3", None),
    "CO": ("co_mgm3", "ug/m3"),
    "O3": ("o3_ugm3", None),
    "TEMP": ("air_temp", None),
    "PRES": ("air_pressure", None),
    "DEWP": ("dew_point", None),
    "RAIN": ("rain_1h", None),
    "WSPM": ("wind_speed", None),
}


def files(folder: Path) -> list[Path]:
    return sorted(folder.glob("PRSA_Data_*.csv.gz"))


def of_site(path: Path) -> Iterator[Message]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            day = datetime(int(row["year"]), int(row["month"]), int(row["day"]), tzinfo=ZONE)
            at = day + timedelta(hours=int(row["hour"]) + 1)
            for column, (metric, unit) in METRICS.items():
                if row[column] != "NA":
                    yield reading(f"prsa.{row['station']}", at, metric, float(row[column]), unit)


def messages(folder: Path) -> Iterator[Message]:
    yield from heapq.merge(*map(of_site, files(folder)), key=attrgetter("at"))


def gauges(folder: Path) -> Iterator[Gauge]:
    for path in files(folder):
        site = path.name.split("_")[2]
        yield Gauge(f"prsa.{site}", "air_station", site, None, None, 3600)


RECORDING = Recording("aq_prsa_beijing", messages, gauges)
