"""先行合成指数, 点: NBS-style composite of monthly series that move before output; 100 = the month before the first change.

Standards 1.7 (国家统计局式合成指数). It says direction and pace, not growth,
and is no forecast. The diffusion index stands in `detail`. No value when less than 80 % of the weight has reported.
"""

from datetime import timedelta

from core.model import Definition, Indicator, Label, Measures, Result, Values
from indicators.economy._components import CITE, COINCIDENT, LEADING, SINCE
from indicators.economy._composite import composite, diffusion, present
from indicators.economy._series import growth, last_month, monthly
from indicators.formulas import param

WEIGHTS = {c.code: c.weight for c in LEADING}


def formula(m: Measures) -> Result:
    month = last_month(m)
    parts = {c.code: growth(m, c.code, c.is_rate) for c in LEADING}
    here = present(parts, WEIGHTS, month)
    least = param(m, "leading_index_min_weight", 0.8)
    if here < least:
        return Result(None, here, 1.0, reason=f"已报送分量权重{here:.0%}，不足{least:.0%}")
    index = composite(parts, WEIGHTS, monthly(m, COINCIDENT)).get(month)
    if index is None:
        return Result(None, here, 1.0, reason="不足两期，无法比较")
    spread = diffusion(parts, month)
    return Result(index, here, 1.0, f"扩散指数{spread:.0f}" if spread is not None else "")


INDICATOR = Indicator(
    code="economy.leading_index",
    name=Label("先行合成指数", "Leading index"),
    unit="点",
    grains=("month",),
    subjects=("area",),
    definitions=(Definition("leading@2016", SINCE, CITE, formula),),
    inputs=(Values((*WEIGHTS, COINCIDENT), "60mo", "month"),),
    owner="dev_reform",
    better="range",
    sources=("stats.report",),
    note="模型估计，非官方统计；分量取同比，1月多无单月值，故多无值。",
    stale_after=timedelta(days=60),
    stamped_at_end=True,
    kind="derived",
    formula_text=Label(
        "Iₜ＝Iₜ₋₁(200+V)/(200−V)，V＝标准化加权变动", "I(t) = I(t−1)(200+V)/(200−V), V = standardised weighted change"
    ),
    update_rule=Label("分量报送或修订时", "When a component is reported or revised"),
    numerator_name=Label("已报送权重", "Weight reported"),
    denominator_name=Label("全部权重", "All weight"),
    domain="economy",
    words=(Label("扩散指数", "diffusion "),),
)
