"""24小时最大雨量, mm: the largest rolling 24-hour sum of one rain gauge.

Class names: GB/T 28592 24 小时降水量分级. A gauge silent for the last hour is left out: a dead gauge is no dry gauge.
"""

from datetime import date, timedelta

from core.model import Definition, Indicator, Label, Measures, Result, Rollup
from indicators.formulas import by_dim, graded

GAUGE = "gauge:rain_5min"
HEARD = timedelta(hours=1)
CLASSES = ((0.1, "小雨"), (10, "中雨"), (25, "大雨"), (50, "暴雨"), (100, "大暴雨"), (250, "特大暴雨"))


def formula(m: Measures) -> Result:
    gauges = by_dim(list(m.rows(GAUGE))).values()
    heard = [rows for rows in gauges if any(r.last_at and r.last_at > m.at - HEARD for r in rows)]
    if not heard:
        return Result(reason="近1小时无雨量站在报")
    top = max(sum(r.sum or 0.0 for r in rows) for rows in heard)
    return Result(round(top, 3), detail=graded(top, CLASSES, "无雨"))


INDICATOR = Indicator(
    code="water.rain_24h_max",
    name=Label("24小时最大雨量", "Largest 24 h rain"),
    unit="mm",
    grains=("5min", "hour"),
    subjects=("area",),
    definitions=(
        Definition(
            "rain-24h@2012",
            date(2012, 6, 29),
            "GB/T 28592—2012 表1：24 h 降水量等级；取各站滑动 24 h 累计的最大",
            formula,
        ),
    ),
    inputs=(Rollup((GAUGE,), "24h"),),
    owner="weather",
    better="range",
    sources=("iot.reading:rain_5min",),
    note="滑动24小时，不是水文日(08—08)或气象日(20—20)。",
    stale_after=timedelta(minutes=30),
    formula_text=Label("各在报雨量站近24小时累计的最大值", "Largest 24 h sum over the gauges heard in the last hour"),
    update_rule=Label("每5分钟", "Every 5 minutes"),
    domain="environment",
    words=(
        Label("无雨", "no rain"),
        Label("小雨", "light rain"),
        Label("中雨", "moderate rain"),
        Label("大雨", "heavy rain"),
        Label("暴雨", "rainstorm"),
        Label("大暴雨", "severe rainstorm"),
        Label("特大暴雨", "extreme rainstorm"),
    ),
)
