"""热线受理量, 件: tickets accepted in the period.

Themes part 2: first `accepted` step, hotline channels. A volume, not a quality: no direction is better.
"""

from datetime import date, timedelta

from core.model import Definition, Indicator, Label, Rollup
from indicators.formulas import count_of

ACCEPTED = "hotline_accepted"

INDICATOR = Indicator(
    code="hotline.accepted",
    name=Label("热线受理量", "Tickets accepted"),
    unit="件",
    grains=("day", "hour", "month"),
    subjects=("area", "department"),
    definitions=(
        Definition(
            "accepted@2016",
            date(2016, 1, 1),
            "GB/T 33358 服务规范：受理＝首次 accepted 步骤；热线渠道",
            count_of(ACCEPTED),
        ),
    ),
    inputs=(Rollup((ACCEPTED,)),),
    owner="hotline_centre",
    better="none",
    sources=("hotline.ticket",),
    note="来电少也可能是线路故障，不排名。",
    decimals=0,
    formula_text=Label("本期首次受理的工单数", "Tickets first accepted in the period"),
    update_rule=Label("随受理即更新", "As tickets are accepted"),
    numerator_name=Label("受理件", "Accepted"),
    domain="service",
    always=True,
    stale_after=timedelta(hours=6),
)
