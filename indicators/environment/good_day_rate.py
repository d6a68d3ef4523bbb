"""优良天数比率, %: days with AQI ≤ 100 ÷ valid days, since 1 January.

HJ 633 (good days are the first two levels); counted from the stored environment.aqi_day, so a change of edition is kept by day.
"""

from datetime import date, timedelta

from core.model import Definition, Indicator, Label, Measures, Result, Values
from indicators.formulas import ratio

DAY = "environment.aqi_day"
GOOD = 100


def formula(m: Measures) -> Result:
    days = [row.sum for row in m.rows(DAY) if row.sum is not None]
    return ratio(sum(aqi <= GOOD for aqi in days), len(days), empty="本年无有效日")


INDICATOR = Indicator(
    code="environment.good_day_rate",
    name=Label("优良天数比率", "Good-air days"),
    unit="%",
    grains=("day",),
    subjects=("area",),
    definitions=(
        Definition(
            "good-days@2012", date(2012, 2, 29), "HJ 633：AQI ≤ 100 为优良；比率 = 优良天数 ÷ 有效天数", formula
        ),
    ),
    inputs=(Values((DAY,), "ytd"),),
    owner="env",
    better="up",
    sources=("iot.reading:pm25_ugm3", "iot.reading:pm10_ugm3", "iot.reading:o3_ugm3"),
    note="自年初累计，截至最近有效日；自动监测未审核，与考核口径不同。",
    stale_after=timedelta(days=3),
    stamped_at_end=True,
    formula_text=Label("优良天数 ÷ 有效天数", "Good days ÷ valid days"),
    update_rule=Label("每日，日终", "Daily, when the day has ended"),
    numerator_name=Label("优良天数", "Good days"),
    denominator_name=Label("有效天数", "Valid days"),
    domain="environment",
)
