"""异常开启井盖, 个: manhole covers open by their sensor, or by a case that is still open.

Themes part 3: state 1 without work order, or open case; a case within 50 m of an open sensor is the same cover.
"""

from datetime import date, timedelta

from core.model import Definition, Indicator, Label, Measures, Query, Result

OPEN, SEEN = "cover_open", "cover_seen"


def formula(m: Measures) -> Result:
    if not m.n(SEEN):
        return Result(reason="近2小时无井盖在报")
    return Result(float(m.n(OPEN)), float(m.n(OPEN)), float(m.n(SEEN)))


INDICATOR = Indicator(
    code="municipal.cover_open",
    name=Label("异常开启井盖", "Covers open"),
    unit="个",
    grains=("5min", "hour"),
    subjects=("area",),
    definitions=(
        Definition(
            "cover-open@2016",
            date(2016, 1, 1),
            "井盖状态为开或有未结案件的井盖数，50 米内的案件与传感器合并",
            formula,
        ),
    ),
    inputs=(Query("cover_open", ("gauge:cover_state", "cover_accepted", "cover_ended"), "2h"),),
    owner="urban_mgmt",
    better="down",
    sources=("iot.reading:cover_state", "hotline.ticket"),
    note="检修作业单尚未接入，检修开启也会计入。",
    decimals=0,
    stale_after=timedelta(minutes=40),
    formula_text=Label("末次状态为开的井盖 ＋ 未被其覆盖的未结案件", "Covers last seen open + open cases not near one"),
    update_rule=Label("随状态与案件到达即更新", "As states and cases arrive"),
    numerator_name=Label("开启井盖", "Covers open"),
    domain="society",
    denominator_name=Label("在报井盖", "Covers heard"),
)
