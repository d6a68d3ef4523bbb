"""日空气质量指数 (AQI), index: daily means of five items and the largest 8-hour ozone mean, scored by HJ 633.

HJ 633 daily report; GB 3095 表4 validity: a station's daily mean needs 20 hourly values, ozone 14 sliding means.
"""

from datetime import timedelta

from core.model import Definition, Formula, Indicator, Label, Measures, Query, Result, Rollup
from indicators.environment._aqi import aqi
from indicators.environment._tables import STANDARDS, Standard
from indicators.formulas import by_dim, mean_of

METRICS = {"PM2.5": "pm25_ugm3", "PM10": "pm10_ugm3", "SO2": "so2_ugm3", "NO2": "no2_ugm3", "CO": "co_mgm3"}
HOURS, SLIDING = 20, 14
NAMES = tuple(f"source:{m}" for m in METRICS.values())


def daily_mean(m: Measures, name: str) -> float | None:
    """Mean over the stations with enough hours."""
    stations = [mean_of(rows) for rows in by_dim(m.rows(name)).values() if sum(r.n for r in rows) >= HOURS]
    valid = [mean for mean in stations if mean is not None]
    return sum(valid) / len(valid) if valid else None


def ozone(m: Measures) -> float | None:
    peaks = [row.max for row in m.rows("o3_8h") if row.n >= SLIDING and row.max is not None]
    return sum(peaks) / len(peaks) if peaks else None


def by(standard: Standard) -> Formula:
    def formula(m: Measures) -> Result:
        found = {item: daily_mean(m, f"source:{metric}") for item, metric in METRICS.items()} | {"O3": ozone(m)}
        valid = {item: value for item, value in found.items() if value is not None}
        return aqi(standard, valid, daily=True) if valid else Result(reason=f"有效小时不足{HOURS}")

    return formula


INDICATOR = Indicator(
    code="environment.aqi_day",
    name=Label("日AQI", "Daily AQI"),
    unit="index",
    grains=("day",),
    subjects=("area", "source"),
    definitions=tuple(Definition(s.id, s.since, s.cite, by(s)) for s in STANDARDS),
    inputs=(Rollup(NAMES), Query("o3_8h", ("source:o3_ugm3",))),
    owner="env",
    better="down",
    sources=(*(f"iot.reading:{m}" for m in METRICS.values()), "iot.reading:o3_ugm3"),
    note="一日结束后给出；臭氧取由小时值滑动得到的最大 8 小时均值。",
    decimals=0,
    stale_after=timedelta(days=2),
    stamped_at_end=True,
    formula_text=Label(
        "各项日均值与臭氧最大8小时均值按 HJ 633 查表，取最大", "Largest IAQI of daily means and the 8 h ozone maximum"
    ),
    update_rule=Label("每日，日终", "Daily, when the day has ended"),
    domain="environment",
)
