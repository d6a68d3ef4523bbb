"""首派准确率, %: first dispatches not returned within 3 days ÷ first dispatches that became 3 days old.

Standards 1.5: 首派准确率. A dispatch is counted on the day its 3 days end, so that it is decided.
"""

from datetime import date, timedelta

from core.model import Definition, Indicator, Label, Rollup
from indicators.formulas import share_of

PART, WHOLE = "hotline_first_right", "hotline_first_dispatch"

INDICATOR = Indicator(
    code="hotline.first_right",
    name=Label("首派准确率", "First desk right"),
    unit="%",
    grains=("day", "month"),
    subjects=("area", "department"),
    definitions=(
        Definition(
            "first-right@2016",
            date(2016, 1, 1),
            "首派准确率＝3 日内未退回的首次派单 ÷ 满 3 日的首次派单（标准 1.5）",
            share_of(PART, WHOLE, "本期无满3日的首派件"),
        ),
    ),
    inputs=(Rollup((PART, WHOLE)),),
    owner="hotline_centre",
    better="up",
    sources=("hotline.ticket",),
    note="按派单满3日之时计入；部门为首次承办部门。",
    formula_text=Label("三日内未退回件 ÷ 满三日首派件", "Not returned in 3 days ÷ First dispatches 3 days old"),
    update_rule=Label("随办理步骤到达即更新", "As steps arrive"),
    numerator_name=Label("三日内未退回件", "Not returned in 3 days"),
    denominator_name=Label("满三日首派件", "First dispatches 3 days old"),
    domain="service",
    always=True,
    stale_after=timedelta(hours=6),
)
