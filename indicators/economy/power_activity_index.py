"""用电活跃指数, %: the day's energy of the metered companies ÷ the sum of their bases.

Themes part 1: base of a meter = median of the same weekday in the last 8 weeks; with fewer than 4 such days its
registered base.
"""

from datetime import date, timedelta

from core.model import Definition, Indicator, Label, Measures, Query, Result
from indicators.economy._base import REGISTERED, noted
from indicators.formulas import ratio


def formula(m: Measures) -> Result:
    based = {r.dim: r for r in m.rows("meter_base") if r.sum}
    used = [r.sum or 0.0 for r in m.rows("meter_day") if r.dim in based]
    bases = based.values()
    return ratio(sum(used), sum(r.sum or 0.0 for r in bases), empty="基期不足", detail=noted(bases))


INDICATOR = Indicator(
    code="economy.power_activity_index",
    name=Label("用电活跃指数", "Power activity"),
    unit="%",
    grains=("day",),
    subjects=("area",),
    definitions=(
        Definition(
            "power-activity@2016",
            date(2016, 1, 1),
            "当日电量 ÷ 各表基数之和；基数＝前8周同星期几的中位数（主题一）",
            formula,
        ),
    ),
    inputs=(Query("power", ("source:energy_kwh_n",)),),
    owner="power",
    better="range",
    sources=("iot.reading:energy_kwh_n",),
    note="同星期几不足4个时用登记基数；春节前后不可比。",
    stale_after=timedelta(days=2),
    stamped_at_end=True,
    formula_text=Label("当日电量 ÷ Σ电表基数", "Energy of the day ÷ Σ meter bases"),
    update_rule=Label("每日，日终", "Daily, when the day has ended"),
    numerator_name=Label("当日电量(kWh)", "Energy of the day (kWh)"),
    denominator_name=Label("基数之和(kWh)", "Sum of bases (kWh)"),
    domain="economy",
    words=(REGISTERED,),
)
