"""重复诉求率, %: tickets that repeat an earlier one ÷ tickets accepted.

Standards 1.5: same caller hash and content within the pack's window and distance; the match is made when the ticket is folded.
"""

from datetime import date, timedelta

from core.model import Definition, Indicator, Label, Rollup
from indicators.formulas import share_of

PART, WHOLE = "hotline_repeat", "hotline_accepted"

INDICATOR = Indicator(
    code="hotline.repeat",
    name=Label("重复诉求率", "Repeat share"),
    unit="%",
    grains=("day", "month"),
    subjects=("area", "department"),
    definitions=(
        Definition(
            "repeat@2016",
            date(2016, 1, 1),
            "重复诉求率＝窗口期内同来电人同内容的件 ÷ 受理件（标准 1.5；窗口与距离为城市包参数）",
            share_of(PART, WHOLE, "本期无受理件"),
        ),
    ),
    inputs=(Rollup((PART, WHOLE)),),
    owner="hotline_centre",
    better="down",
    sources=("hotline.ticket",),
    note="来电人为加密散列；窗口与距离见城市包参数。",
    formula_text=Label("重复诉求件 ÷ 受理件", "Repeats ÷ Accepted"),
    update_rule=Label("随办理步骤到达即更新", "As steps arrive"),
    numerator_name=Label("重复诉求件", "Repeats"),
    denominator_name=Label("受理件", "Accepted"),
    domain="service",
    always=True,
    stale_after=timedelta(hours=6),
)
