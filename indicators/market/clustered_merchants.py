"""集中投诉商户数, 户: merchants that at least five different callers complained of within 30 days.

Themes part 1, market: merchants with ≥ 5 callers in 30 d, prepaid cards apart. 12345 tickets of the categories 消费 and 预付卡
that name their merchant (`attributes.merchant_id`, 统一社会信用代码).
"""

from collections.abc import Sequence
from datetime import date, timedelta

from core.model import Definition, Indicator, Label, Measure, Measures, Query, Result
from indicators.formulas import param

CALLERS, PREPAID, COMPLAINTS = "merchant_callers", "merchant_prepaid_callers", "consumer_complaint"
LEAST = 5


def formula(m: Measures) -> Result:
    if m.n(COMPLAINTS) and not m.rows(CALLERS):
        return Result(reason="投诉未记商户")
    least = param(m, "clustered_callers_n", LEAST)
    found, prepaid = clustered(m.rows(CALLERS), least), clustered(m.rows(PREPAID), least)
    return Result(found, found, float(len(m.rows(CALLERS))), f"其中预付卡 {prepaid:.0f} 户" if prepaid else "")


def clustered(merchants: Sequence[Measure], least: float) -> float:
    return float(sum(row.n >= least for row in merchants))


INDICATOR = Indicator(
    code="market.clustered_merchants",
    name=Label("集中投诉商户数", "Complaint clusters"),
    unit="户",
    grains=("day",),
    subjects=("area",),
    definitions=(
        Definition(
            "clustered-merchants@2016",
            date(2016, 1, 1),
            "30 日内被 5 名及以上不同来电人投诉的商户；预付卡另列（主题一 market）",
            formula,
        ),
    ),
    inputs=(Query("clustered_merchants", ("consumer_accepted",), "30d"),),
    owner="market",
    better="down",
    sources=("hotline.ticket",),
    note="商户按工单属性 merchant_id 识别，归入投诉最多的区划；匿名来电不增加来电人数；与12315同案的应先合并。",
    decimals=0,
    formula_text=Label("30 日内来电人 ≥ 5 的商户数", "Merchants with ≥ 5 callers in 30 days"),
    update_rule=Label("随受理即更新", "As tickets are accepted"),
    numerator_name=Label("集中投诉商户", "Clustered merchants"),
    denominator_name=Label("被投诉商户", "Merchants complained of"),
    domain="market",
    always=True,
    stale_after=timedelta(hours=6),
    words=(Label("其中预付卡", "prepaid cards:"), Label(" 户", "")),
)
