"""超期未结, 件: hotline tickets open at the end of the hour whose limit has passed.

Themes part 2: open, due < now. A state, not a flow: the hours are not added up.
"""

from datetime import date, timedelta

from core.model import Definition, Indicator, Label, Query
from indicators.formulas import count_of

INDICATOR = Indicator(
    code="hotline.overdue",
    name=Label("超期未结", "Open and overdue"),
    unit="件",
    grains=("hour",),
    subjects=("area", "department"),
    definitions=(
        Definition(
            "overdue@2016", date(2016, 1, 1), "期末未办结且期限已过的热线工单数（标准 1.5）", count_of("overdue")
        ),
    ),
    inputs=(Query("overdue", ("hotline_due", "hotline_ended"), "12h"),),
    owner="hotline_centre",
    better="down",
    sources=("hotline.ticket",),
    note="重办的工单按未结计。",
    decimals=0,
    formula_text=Label("期末未办结且已过期限的工单数", "Tickets open at the end of the hour and past their limit"),
    update_rule=Label("每分钟，及随办理步骤", "Every minute, and as steps arrive"),
    numerator_name=Label("超期未结件", "Open and overdue"),
    domain="service",
    always=True,
    stale_after=timedelta(hours=6),
)
