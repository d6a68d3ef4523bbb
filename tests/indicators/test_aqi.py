"""AQI: the vectors of the standard, and the index the national platform published."""

import csv
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from core.model import Measure, Measures, Result
from core.settings import ROOT
from indicators.environment._aqi import iaqi
from indicators.environment._tables import STANDARDS
from indicators.environment.aqi_hour import INDICATOR, METRICS
from indicators.judge import definition_on

pytestmark = pytest.mark.unit
VECTORS = yaml.safe_load((Path(__file__).parent / "environment" / "iaqi.vectors.yaml").read_text("utf-8"))
PUBLISHED = ROOT.parent / "shared" / "data" / "aq_cnemc_4cities" / "stations_4cities_hourly_20200326_20200408.csv"
COLUMNS = {"PM2.5": "PM2.5", "PM10": "PM10", "SO2": "SO2", "NO2": "NO2", "CO": "CO", "O3": "O3_1h"}
NAMES = {
    "细颗粒物(PM2.5)": "PM2.5", "颗粒物(PM10)": "PM10", "二氧化硫": "SO2", "二氧化氮": "NO2", "一氧化碳": "CO", "臭氧1小时": "O3",
}  # fmt: skip


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: f"{v['item']} {v['value']} {v['edition']}")
def test_a_vector_of_the_standard(vector: dict[str, Any]) -> None:
    standard = next(s for s in STANDARDS if s.id == vector["edition"])
    found = iaqi(standard, vector["item"], Decimal(str(vector["value"])), vector["daily"])
    if "below" in vector:
        assert found is not None and found < vector["below"]
    else:
        assert found == vector["iaqi"]


def published() -> Iterator[dict[str, str]]:
    if not PUBLISHED.is_file():
        pytest.skip(f"real data absent: {PUBLISHED.name}; the published AQI was NOT compared")
    with PUBLISHED.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def computed(row: dict[str, str]) -> Result:
    given = {METRICS[i]: float(row[c]) for i, c in COLUMNS.items() if row[c] not in ("", "NaN")}
    at = datetime.strptime(row["Date"], "%Y%m%d").replace(hour=int(row["Hour"]) % 24, tzinfo=ZoneInfo("Asia/Shanghai"))
    formula = definition_on(INDICATOR, at.date()).formula
    return formula(Measures([Measure(name, 1, value) for name, value in given.items()], at))


def test_every_published_index_is_ours() -> None:
    rows = [r for r in published() if r["AQI"] not in ("", "NaN")]
    wrong = [r for r in rows if computed(r).value != float(r["AQI"])]
    assert (len(rows), wrong) == (4863, [])


def test_every_published_primary_pollutant_is_ours() -> None:
    rows = [r for r in published() if r["AQI"] not in ("", "NaN") and r["PrimaryPollution"].split()]
    wrong = [r for r in rows if set(computed(r).detail.split(";")) != {NAMES[n] for n in r["PrimaryPollution"].split()}]
    assert (len(rows), wrong) == (2381, [])
