"""货车流量指数, %: trucks counted in 7 days ÷ the mean 7-day count of the 8 weeks before.

Themes part 1, same-source: only counters with data in both windows; with fewer than 4 weeks a counter's registered base.
"""

from datetime import date, timedelta

from core.model import Definition, Indicator, Label, Measures, Query, Result
from indicators.economy._base import REGISTERED, noted
from indicators.formulas import ratio


def formula(m: Measures) -> Result:
    based = {r.dim: r for r in m.rows("truck_base") if r.sum}
    seen = {r.dim: r.sum or 0.0 for r in m.rows("truck_week")}
    same = based.keys() & seen.keys()
    bases = [based[d] for d in same]
    return ratio(sum(seen[d] for d in same), sum(b.sum or 0.0 for b in bases), empty="基期不足", detail=noted(bases))


INDICATOR = Indicator(
    code="economy.truck_flow_index",
    name=Label("货车流量指数", "Truck flow"),
    unit="%",
    grains=("day",),
    subjects=("area",),
    definitions=(
        Definition("truck-flow@2016", date(2016, 1, 1), "近7日货车数 ÷ 前8周的周均货车数，同源（主题一）", formula),
    ),
    inputs=(Query("trucks", ("source:trucks_n",)),),
    owner="transport",
    better="range",
    sources=("iot.reading:trucks_n",),
    note="有数日数不足7日的观测点按有数日折算基数；基期不足4周时用登记基数。",
    stale_after=timedelta(days=2),
    stamped_at_end=True,
    formula_text=Label("近7日货车数 ÷ 基期周均货车数", "Trucks in 7 days ÷ mean week of the base"),
    update_rule=Label("每日，日终", "Daily, when the day has ended"),
    numerator_name=Label("近7日货车数", "Trucks in 7 days"),
    denominator_name=Label("基期周均货车数", "Trucks of a base week"),
    domain="economy",
    words=(REGISTERED,),
)
