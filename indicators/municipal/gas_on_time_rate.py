"""燃气报警按时处置率, %: gas alarms handled within the limit ÷ gas alarms due in the period.

Themes part 3, IT(alarm.gas): handled ≤ due; unfinished ones stay in the denominator.
"""

from datetime import date, timedelta

from core.model import Definition, Indicator, Label, Rollup
from indicators.formulas import share_of

PART, WHOLE = "gas_in_time", "gas_due"

INDICATOR = Indicator(
    code="municipal.gas_on_time_rate",
    name=Label("燃气报警按时处置率", "Gas alarms in time"),
    unit="%",
    grains=("day", "month"),
    subjects=("area", "department"),
    definitions=(
        Definition(
            "gas-in-time@2016",
            date(2016, 1, 1),
            "按时处置率＝期限内处置的燃气报警 ÷ 本期到期的燃气报警（主题三 IT(alarm.gas)）",
            share_of(PART, WHOLE, "本期无到期报警"),
        ),
    ),
    inputs=(Rollup((PART, WHOLE)),),
    owner="urban_mgmt",
    better="up",
    sources=("hotline.ticket",),
    note="报警少也可能是探头失效，须与在线率同看。",
    formula_text=Label("按时处置数 ÷ 到期报警数", "Handled in time ÷ Alarms due"),
    update_rule=Label("随办理步骤到达即更新", "As steps arrive"),
    numerator_name=Label("按时处置数", "Handled in time"),
    denominator_name=Label("到期报警数", "Alarms due"),
    domain="society",
    always=True,
    stale_after=timedelta(hours=6),
)
