"""景气预警灯, 分: scores 5–1 of eight monthly series, as a share of the largest possible score; `detail` is the light.

Standards 1.7 (红 过热, 黄 偏热, 绿 正常, 浅蓝 偏冷, 蓝 过冷; cuts in share of the maximum are a dated parameter of the pack).
"""

from datetime import timedelta

from core.model import Definition, Indicator, Label, Measures, Result, Values
from indicators.economy._components import CITE, LIGHT, SINCE, Component
from indicators.economy._series import growth, last_month
from indicators.formulas import graded, ratio

# From overheated to too cold.
LIGHTS = (
    Label("红", "red"),
    Label("黄", "yellow"),
    Label("绿", "green"),
    Label("浅蓝", "light blue"),
    Label("蓝", "blue"),
)
CUTS = (85, 73, 50, 36)
LEAST = 0.8


def score(component: Component, value: float) -> int:
    return 1 + sum(value >= cut for cut in component.cuts)


def formula(m: Measures) -> Result:
    month = last_month(m)
    found = {c: growth(m, c.code, c.is_rate).get(month) for c in LIGHT}
    scores = [score(c, value) for c, value in found.items() if value is not None]
    if len(scores) < LEAST * len(LIGHT):
        return Result(None, float(sum(scores)), 5.0 * len(LIGHT), reason=f"{len(LIGHT)}项中只有{len(scores)}项已报送")
    result = ratio(sum(scores), 5.0 * len(scores))
    *names, coldest = (light.zh for light in LIGHTS)
    cuts = tuple(zip(m.params.get("warning_light_cuts_pct", CUTS), names, strict=True))
    return Result(result.value, result.numerator, result.denominator, graded(result.value or 0.0, cuts, coldest))


INDICATOR = Indicator(
    code="economy.warning_light",
    name=Label("景气预警灯", "Cycle light"),
    unit="分",
    grains=("month",),
    subjects=("area",),
    definitions=(Definition("light@2016", SINCE, CITE, formula),),
    inputs=(Values(tuple(c.code for c in LIGHT), "25mo", "month"),),
    owner="dev_reform",
    better="range",
    sources=("stats.report",),
    note="红为过热，不是“差”；与风险等级、预警颜色是三个字段。",
    decimals=0,
    stale_after=timedelta(days=60),
    stamped_at_end=True,
    kind="derived",
    formula_text=Label("100 × 各分量得分之和 ÷ 满分", "100 × Σ component scores ÷ highest possible"),
    update_rule=Label("分量报送或修订时", "When a component is reported or revised"),
    numerator_name=Label("得分", "Score"),
    denominator_name=Label("满分", "Highest possible score"),
    domain="economy",
    words=LIGHTS,
)
