"""视频在线率(看得见), %: camera readings that say online ÷ readings due.

Themes part 3 (camera-minutes online ÷ camera-minutes due). Due is the rhythm of the camera heard most often in the bucket,
for every camera in service: a camera that went silent is due and not online.
"""

from datetime import date, timedelta

from core.model import Definition, Indicator, Label, Measures, Query, Result, Rollup
from indicators.formulas import by_dim, ratio

ONLINE = "source:camera_online"


def formula(m: Measures) -> Result:
    heard = by_dim(m.rows(ONLINE))
    due = max((sum(r.n for r in rows) for rows in heard.values()), default=0)
    cameras = heard.keys() | {r.dim for r in m.rows("registered")}
    online = sum(min(sum(r.sum or 0.0 for r in rows), due) for rows in heard.values())
    return ratio(online, due * len(cameras), empty="本期无摄像机状态上报")


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
    note="应报次数取本期上报最勤的摄像机；停报的摄像机计入分母、不计入分子。",
    stale_after=timedelta(minutes=20),
    source_hours=timedelta(hours=24),
    formula_text=Label("在线次数 ÷ 应报次数", "Readings online ÷ readings due"),
    update_rule=Label("约5秒一次，随上报", "About every 5 seconds, as readings arrive"),
    numerator_name=Label("在线次数", "Readings online"),
    denominator_name=Label("应报次数", "Readings due"),
    domain="society",
)
