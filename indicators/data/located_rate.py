"""事件落图率, %: events with an area ÷ events.

Themes part 4, data: own ledger of the ingest (ing.minute), by the minute of arrival. Self-measured.
"""

from datetime import date, timedelta

from core.model import Definition, Indicator, Label, Measures, Result, Rollup
from indicators.formulas import ratio

PART, REST = "ledger_located", ("ledger_unlocated",)


def formula(m: Measures) -> Result:
    part = m.sum(PART) or 0.0
    return ratio(part, part + sum(m.sum(name) or 0.0 for name in REST), empty="本期无接入记录")


INDICATOR = Indicator(
    code="data.located_rate",
    name=Label("事件落图率", "Events located"),
    unit="%",
    grains=("hour", "day"),
    subjects=("area",),
    definitions=(
        Definition("located@2026", date(2016, 1, 1), "有区划归属的事件 ÷ 事件（主题四 data，自测）", formula),
    ),
    inputs=(Rollup((PART, *REST)),),
    owner="data_bureau",
    better="up",
    sources=("iot.reading", "video.event", "hotline.ticket"),
    note="自测口径，按到达时间。",
    decimals=2,
    stale_after=timedelta(minutes=15),
    formula_text=Label("已落图事件 ÷ 全部事件", "Located ÷ Events"),
    update_rule=Label("约5秒一次", "About every 5 seconds"),
    numerator_name=Label("已落图事件", "Located"),
    denominator_name=Label("全部事件", "Events"),
)
