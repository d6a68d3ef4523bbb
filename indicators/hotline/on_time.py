"""按时办结率, %: tickets closed within the limit ÷ tickets due in the period.

Standards 1.5: the denominator is what was due, closed or not; the backlog cannot hide.
"""

from datetime import date, timedelta

from core.model import Definition, Indicator, Label, Rollup
from indicators.formulas import share_of

PART, WHOLE = "hotline_on_time", "hotline_due"

INDICATOR = Indicator(
    code="hotline.on_time",
    name=Label("按时办结率", "Closed on time"),
    unit="%",
    grains=("day", "month"),
    subjects=("area", "department"),
    definitions=(
        Definition(
            "on-time@2016",
            date(2016, 1, 1),
            "按时办结率＝期限内办结件 ÷ 本期到期应办件（GB/T 33357 服务评价；标准 1.5）",
            share_of(PART, WHOLE, "本期无到期件"),
        ),
    ),
    inputs=(Rollup((PART, WHOLE)),),
    owner="hotline_centre",
    better="up",
    sources=("hotline.ticket",),
    note="分母为本期到期且已到期的件，未办结也计入；撤销件不计。",
    formula_text=Label("按时办结件 ÷ 到期应办件", "Closed on time ÷ Due in the period"),
    update_rule=Label("随办理步骤到达即更新", "As steps arrive"),
    numerator_name=Label("按时办结件", "Closed on time"),
    denominator_name=Label("到期应办件", "Due in the period"),
    domain="service",
    always=True,
    stale_after=timedelta(hours=6),
)
