"""What the rates of urban cases share: cases of one kind ÷ cases due in the period, 应结案＝期限落在本期且已到期."""

from datetime import date, timedelta

from core.model import Definition, Indicator, Label, Rollup
from indicators.formulas import share_of

WHOLE = "urban_due"


def rate_of_due(code: str, name: Label, part: str, numerator: Label, definition: tuple[str, str]) -> Indicator:
    """`definition` is its id and its citation."""
    return Indicator(
        code=code,
        name=name,
        unit="%",
        grains=("day", "month"),
        subjects=("area", "department"),
        definitions=(
            Definition(definition[0], date(2016, 1, 1), definition[1], share_of(part, WHOLE, "本期无应结案件")),
        ),
        inputs=(Rollup((part, WHOLE)),),
        owner="urban_mgmt",
        better="up",
        sources=("hotline.ticket",),
        note="应结案＝期限落在本期且已到期的案件；缓办不扣除。",
        formula_text=Label(f"{numerator.zh} ÷ 应结案数", f"{numerator.en} ÷ Due to close"),
        update_rule=Label("随办理步骤到达即更新", "As steps arrive"),
        numerator_name=numerator,
        denominator_name=Label("应结案数", "Due to close"),
        domain="society",
        always=True,
        stale_after=timedelta(hours=6),
    )
