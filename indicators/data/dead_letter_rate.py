"""接入拒收率, %: dead letters ÷ records received.

Themes part 4, data: own ledger of the ingest (ing.minute), by the minute of arrival. Self-measured.
"""

from datetime import date, timedelta

from core.model import Definition, Indicator, Label, Measures, Result, Rollup
from indicators.formulas import ratio

PART, REST = "ledger_dead", ("ledger_rows", "ledger_duplicates")


def formula(m: Measures) -> Result:
    part = m.sum(PART) or 0.0
    return ratio(part, part + sum(m.sum(name) or 0.0 for name in REST), empty="本期无接入记录")


INDICATOR = Indicator(
    code="data.dead_letter_rate",
    name=Label("接入拒收率", "Records refused"),
    unit="%",
    grains=("hour", "day"),
    subjects=("area",),
    definitions=(
        Definition("dead-letter@2026", date(2016, 1, 1), "拒收记录 ÷ 接收记录（主题四 data，自测）", formula),
    ),
    inputs=(Rollup((PART, *REST)),),
    owner="data_bureau",
    better="down",
    sources=("iot.reading", "video.event", "hotline.ticket", "stats.report"),
    note="自测口径，按到达时间。",
    decimals=2,
    stale_after=timedelta(minutes=15),
    formula_text=Label("拒收记录 ÷ 接收记录", "Dead letters ÷ Records received"),
    update_rule=Label("约5秒一次", "About every 5 seconds"),
    numerator_name=Label("拒收记录", "Dead letters"),
    denominator_name=Label("接收记录", "Records received"),
)
