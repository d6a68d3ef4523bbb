"""拥堵里程比例, %: length of road in 中度拥堵 or 严重拥堵 ÷ length of road observed.

State of a segment by its speed and road class: DB11/T 785 table 1 (standards 1.4); the sum over segments and 5-minute
periods is ours: annex C of that text, which turns it into a TPI, is only recommended.
"""

from datetime import date, timedelta

from core.model import Definition, Indicator, Label, Measures, Result, Rollup
from indicators.formulas import ratio

STATE = "road_state"
CONGESTED = ("4", "5")  # 1 畅通 2 基本畅通 3 轻度 4 中度 5 严重


def formula(m: Measures) -> Result:
    length = {dim: sum(r.sum or 0.0 for r in m.rows(STATE) if r.dim == dim) for dim in {r.dim for r in m.rows(STATE)}}
    jammed = sum(metres for dim, metres in length.items() if dim in CONGESTED)
    return ratio(jammed, sum(length.values()), empty="无有长度和车速的路段")


INDICATOR = Indicator(
    code="traffic.congested_rate",
    name=Label("拥堵里程比例", "Congested length"),
    unit="%",
    grains=("5min", "hour", "day"),
    subjects=("area",),
    definitions=(
        Definition(
            "congested@2016", date(2016, 1, 1), "DB11/T 785 表1 路段运行状态：中度与严重拥堵里程 ÷ 观测里程", formula
        ),
    ),
    inputs=(Rollup((STATE,)),),
    owner="traffic_police",
    better="down",
    sources=("iot.reading:speed_kmh",),
    note="按断面所代表的路段长度加权；没有长度的断面按1公里计。",
    stale_after=timedelta(minutes=20),
    formula_text=Label("(中度+严重)拥堵里程 ÷ 观测里程", "Length in moderate or severe congestion ÷ length observed"),
    update_rule=Label("每5分钟", "Every 5 minutes"),
    numerator_name=Label("拥堵里程(米·次)", "Congested length (m × periods)"),
    denominator_name=Label("观测里程(米·次)", "Observed length (m × periods)"),
    domain="society",
)
