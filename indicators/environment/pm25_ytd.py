"""PM2.5累计浓度, µg/m³: sum of the daily means ÷ valid days, since 1 January.

GB 3095 年平均, followed through the year; counted from the stored environment.pm25_day.
"""

from datetime import date, timedelta

from core.model import Definition, Indicator, Label, Measures, Result, Values
from indicators.formulas import ratio

DAY = "environment.pm25_day"


def formula(m: Measures) -> Result:
    return ratio(m.sum(DAY), m.n(DAY), 1.0, empty="本年无有效日")


INDICATOR = Indicator(
    code="environment.pm25_ytd",
    name=Label("PM2.5累计浓度", "PM2.5 to date"),
    unit="µg/m³",
    grains=("day",),
    subjects=("area",),
    definitions=(
        Definition(
            "pm25-ytd@2016", date(2016, 1, 1), "GB 3095—2012 3.14 年平均：日平均的算术平均值，年内累计", formula
        ),
    ),
    inputs=(Values((DAY,), "ytd"),),
    owner="env",
    better="down",
    sources=("iot.reading:pm25_ugm3",),
    note="自年初累计，截至最近有效日；年平均需 324 个有效日才可评价。",
    stale_after=timedelta(days=3),
    stamped_at_end=True,
    formula_text=Label("Σ日均浓度 ÷ 有效天数", "Σ daily means ÷ valid days"),
    update_rule=Label("每日，日终", "Daily, when the day has ended"),
    numerator_name=Label("日均浓度之和", "Sum of daily means"),
    denominator_name=Label("有效天数", "Valid days"),
    domain="environment",
)
