"""视频在线率(看得见), %: camera time online ÷ camera time due.

Themes part 3 (camera-minutes online ÷ camera-minutes due). Cameras report out of step with each other, so one reading may
still be under way: due is the median count less one. A camera that went silent is due and not online.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from statistics import median_high

from core.model import Definition, Indicator, Label, Measure, Measures, Query, Result, Rollup
from indicators.formulas import by_dim, ratio

ONLINE = "source:camera_online"


def formula(m: Measures) -> Result:
    heard = by_dim(m.rows(ONLINE))
    counts = [sum(r.n for r in rows) for rows in heard.values()]
    due = max(1, median_high(counts) - 1) if counts else 0
    cameras = heard.keys() | {r.dim for r in m.rows("registered")}
    online = sum(share(rows, due) for rows in heard.values())
    return ratio(online, len(cameras) if due else 0, empty="本期无摄像机状态上报")


def share(rows: Sequence[Measure], due: int) -> float:
    """Part of the bucket one camera was online: what it said, times how much of the due it said."""
    n = sum(r.n for r in rows)
    return sum(r.sum or 0.0 for r in rows) / n * min(1.0, n / due)


INDICATOR = Indicator(
    code="video.online_rate",
    name=Label("视频在线率", "Cameras online"),
    unit="%",
    grains=("hour", "day"),
    subjects=("area", "source"),
    definitions=(
        Definition(
            "camera-online@2016", date(2016, 1, 1), "在线摄像机时长 ÷ 应在线摄像机时长（看得见）；停报计入分母", formula
        ),
    ),
    inputs=(Rollup((ONLINE,)), Query("cameras", (ONLINE,))),
    owner="police",
    better="up",
    sources=("iot.reading:camera_online",),
    note="应报次数取本期各摄像机上报次数的中位数减一（容许一次在途）；停报的摄像机计入分母、不计入分子。",
    stale_after=timedelta(minutes=20),
    source_hours=timedelta(hours=24),
    formula_text=Label("在线时长折算台数 ÷ 在用台数", "Cameras online (by time) ÷ cameras in service"),
    update_rule=Label("约5秒一次，随上报", "About every 5 seconds, as readings arrive"),
    numerator_name=Label("在线折算台数", "Cameras online"),
    denominator_name=Label("在用台数", "Cameras in service"),
    domain="society",
)
