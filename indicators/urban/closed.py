"""结案率, %: urban cases closed ÷ cases due in the period.

GB/T 30428.4; standards 1.6: 结案率 = 结案 ÷ 应结案, the same denominator as 按期结案率.
"""

from datetime import date, timedelta

from core.model import Definition, Indicator, Label, Rollup
from indicators.formulas import share_of

PART, WHOLE = "urban_done", "urban_due"

INDICATOR = Indicator(
    code="urban.closed",
    name=Label("结案率", "Closed"),
    unit="%",
    grains=("day", "month"),
    subjects=("area", "department"),
    definitions=(
        Definition(
            "urban-closed@2016",
            date(2016, 1, 1),
            "GB/T 30428.4 绩效评价：结案率＝结案数 ÷ 应结案数",
            share_of(PART, WHOLE, "本期无应结案件"),
        ),
    ),
    inputs=(Rollup((PART, WHOLE)),),
    owner="urban_mgmt",
    better="up",
    sources=("hotline.ticket",),
    note="应结案＝期限落在本期且已到期的案件；缓办不扣除。",
    formula_text=Label("结案数 ÷ 应结案数", "Closed ÷ Due to close"),
    update_rule=Label("随办理步骤到达即更新", "As steps arrive"),
    numerator_name=Label("结案数", "Closed"),
    denominator_name=Label("应结案数", "Due to close"),
    domain="society",
    always=True,
    stale_after=timedelta(hours=6),
)
