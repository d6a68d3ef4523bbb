"""满意率, %: (satisfied + w · basically satisfied) ÷ validly visited tickets.

Standards 1.5: 有效回访 only in the denominator; w is a dated parameter of the pack (0.9 in the one public
implementation found).
"""

from datetime import date, timedelta

from core.model import Definition, Indicator, Label, Measures, Result, Rollup
from indicators.formulas import param, ratio

VALID, SATISFIED, BASIC = "visit_valid", "visit_satisfied", "visit_basic"
WEIGHT = 0.9


def formula(m: Measures) -> Result:
    pleased = m.n(SATISFIED) + param(m, "satisfaction_basic_weight", WEIGHT) * m.n(BASIC)
    return ratio(pleased, m.n(VALID), empty="本期无有效回访")


INDICATOR = Indicator(
    code="hotline.satisfied",
    name=Label("满意率", "Satisfied"),
    unit="%",
    grains=("day", "month"),
    subjects=("area", "department"),
    definitions=(
        Definition(
            "satisfied@2016",
            date(2016, 1, 1),
            "满意率＝(满意＋w·基本满意) ÷ 有效回访；w 为城市包参数（标准 1.5）",
            formula,
        ),
    ),
    inputs=(Rollup((VALID, SATISFIED, BASIC)),),
    owner="hotline_centre",
    better="up",
    sources=("hotline.ticket",),
    note="按回访时间计入；未接通的回访不计。",
    formula_text=Label("(满意＋w×基本满意) ÷ 有效回访", "(satisfied + w × basically satisfied) ÷ valid visits"),
    update_rule=Label("随回访到达即更新", "As visits arrive"),
    numerator_name=Label("满意件(基本满意按w计)", "Satisfied (basically satisfied × w)"),
    denominator_name=Label("有效回访件", "Valid visits"),
    domain="service",
    always=True,
    stale_after=timedelta(hours=6),
)
