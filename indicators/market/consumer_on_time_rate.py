"""消费投诉按时办结率, %: consumer complaints closed within the limit ÷ such complaints due in the period.

Themes part 1, market: n closed in limit / d due; 12345 tickets of the categories 消费 and 预付卡.
"""

from datetime import date, timedelta

from core.model import Definition, Indicator, Label, Rollup
from indicators.formulas import share_of

PART, WHOLE = "consumer_on_time", "consumer_due"

INDICATOR = Indicator(
    code="market.consumer_on_time_rate",
    name=Label("消费投诉按时办结率", "Consumer complaints on time"),
    unit="%",
    grains=("day", "month"),
    subjects=("area", "department"),
    definitions=(
        Definition(
            "consumer-on-time@2016",
            date(2016, 1, 1),
            "按时办结率＝期限内办结的消费投诉 ÷ 本期到期的消费投诉（标准 1.5）",
            share_of(PART, WHOLE, "本期无到期件"),
        ),
    ),
    inputs=(Rollup((PART, WHOLE)),),
    owner="market",
    better="up",
    sources=("hotline.ticket",),
    note="类别为消费、预付卡的投诉；与12315同案的应先合并。",
    formula_text=Label("按时办结件 ÷ 到期应办件", "Closed on time ÷ Due in the period"),
    update_rule=Label("随办理步骤到达即更新", "As steps arrive"),
    numerator_name=Label("按时办结件", "Closed on time"),
    denominator_name=Label("到期应办件", "Due in the period"),
    domain="market",
    always=True,
    stale_after=timedelta(hours=6),
)
