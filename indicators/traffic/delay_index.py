"""拥堵延时指数, ratio: travel time of all vehicles ÷ the same at free flow.

Σ(flow·t) ÷ Σ(flow·t_free), never the mean of ratios (standards 1.4). t is the reported travel time of the segment, else its
length ÷ speed. Not the traffic performance index (TPI): another scale with another zero.
"""

from datetime import date, timedelta

from core.model import Definition, Indicator, Label, Measures, Result, Rollup
from indicators.formulas import graded, ratio

ACTUAL, FREE = "traffic_time", "traffic_time_free"
STATES = ((1.0, "畅通"), (1.5, "缓行"), (2.0, "拥堵"), (4.0, "严重拥堵"))


def formula(m: Measures) -> Result:
    found = ratio(m.sum(ACTUAL), m.sum(FREE), 1.0, empty="无既有流量又有速度的断面")
    if found.value is None:
        return found
    return Result(found.value, found.numerator, found.denominator, graded(found.value, STATES, "畅通"))


INDICATOR = Indicator(
    code="traffic.delay_index",
    name=Label("拥堵延时指数", "Delay index"),
    unit="ratio",
    grains=("5min", "hour", "day"),
    subjects=("area",),
    definitions=(
        Definition(
            "delay-index@2016",
            date(2016, 1, 1),
            "拥堵延时指数＝实际行程时间÷自由流行程时间，路网按流量加权（标准 1.4）",
            formula,
        ),
    ),
    inputs=(Rollup((ACTUAL, FREE)),),
    owner="traffic_police",
    better="down",
    sources=("iot.reading:travel_time_s", "iot.reading:speed_kmh", "iot.reading:flow_5min"),
    note="车速低于1 km/h按1 km/h计；没有流量的断面不计入。",
    decimals=2,
    stale_after=timedelta(minutes=20),
    formula_text=Label("Σ(流量×行程时间) ÷ Σ(流量×自由流行程时间)", "Σ(flow × time) ÷ Σ(flow × free-flow time)"),
    update_rule=Label("每5分钟", "Every 5 minutes"),
    numerator_name=Label("车辆实际行程时间(秒)", "Vehicle travel time (s)"),
    denominator_name=Label("自由流行程时间(秒)", "Free-flow travel time (s)"),
    domain="society",
    words=(
        Label("畅通", "free"),
        Label("缓行", "slow"),
        Label("拥堵", "congested"),
        Label("严重拥堵", "heavily congested"),
    ),
)
