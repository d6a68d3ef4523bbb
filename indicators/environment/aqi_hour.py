"""实时空气质量指数 (AQI), index: hourly means of six items scored by HJ 633, the largest wins.

HJ 633 (edition by date). An area takes the mean of each item over its stations first, then scores: indexes are never averaged.
"""

from datetime import timedelta

from core.model import Definition, Formula, Indicator, Label, Measures, Result, Rollup
from indicators.environment._aqi import aqi
from indicators.environment._tables import STANDARDS, Standard

METRICS = {
    "PM2.5": "pm25_ugm3",
    "PM10": "pm10_ugm3",
    "SO2": "so2_ugm3",
    "NO2": "no2_ugm3",
    "CO": "co_mgm3",
    "O3": "o3_ugm3",
}


def by(standard: Standard) -> Formula:
    def formula(m: Measures) -> Result:
        means = {item: m.mean(metric) for item, metric in METRICS.items()}
        return aqi(standard, {item: mean for item, mean in means.items() if mean is not None})

    return formula


INDICATOR = Indicator(
    code="environment.aqi_hour",
    name=Label("实时AQI", "Hourly AQI"),
    unit="index",
    grains=("hour",),
    subjects=("area", "source"),
    definitions=tuple(Definition(s.id, s.since, s.cite, by(s)) for s in STANDARDS),
    inputs=(Rollup(tuple(METRICS.values())),),
    owner="env",
    better="down",
    sources=tuple(f"iot.reading:{m}" for m in METRICS.values()),
    note="未经审核的实时数据，会修订；2026-03-01 起换用新标准，前后不可比。",
    decimals=0,
    stale_after=timedelta(hours=3),
    stamped_at_end=True,
    formula_text=Label(
        "各项小时均值按 HJ 633 查表得 IAQI（向上进位），取最大",
        "Largest IAQI of six hourly means by HJ 633, rounded up",
    ),
    update_rule=Label("每小时，整点后数据到达即更新", "Every hour, as soon as the hour's data arrive"),
    domain="environment",
)
