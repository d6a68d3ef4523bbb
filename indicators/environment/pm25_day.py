"""PM2.5日均浓度, µg/m³: mean over the stations that have at least 20 valid hours of the local day.

GB 3095 表4 (validity of a daily mean); helper of environment.pm25_ytd.
"""

from datetime import date, timedelta

from core.model import Definition, Indicator, Label, Measures, Result, Rollup
from indicators.environment.aqi_day import HOURS, daily_mean

NAME = "source:pm25_ugm3"


def formula(m: Measures) -> Result:
    mean = daily_mean(m, NAME)
    return Result(mean) if mean is not None else Result(reason=f"有效小时不足{HOURS}")


INDICATOR = Indicator(
    code="environment.pm25_day",
    name=Label("PM2.5日均浓度", "Daily PM2.5"),
    unit="µg/m³",
    grains=("day",),
    subjects=("area", "source"),
    definitions=(
        Definition("pm25-day@2016", date(2016, 1, 1), "GB 3095—2012 表4：日均值每日至少 20 个小时均值", formula),
    ),
    inputs=(Rollup((NAME,)),),
    owner="env",
    better="down",
    sources=("iot.reading:pm25_ugm3",),
    stale_after=timedelta(days=2),
    stamped_at_end=True,
    formula_text=Label("各站日均值的平均", "Mean of the stations' daily means"),
    update_rule=Label("每日，日终", "Daily, when the day has ended"),
    domain="environment",
)
