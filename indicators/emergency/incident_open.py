"""在处突发事件, 件: incidents accepted and not yet closed at the end of the bucket.

Themes part 3: tickets of category `incident.*`; event grade, response level and warning colour are three other fields.
"""

from datetime import date, timedelta

from core.model import Definition, Indicator, Label, Query
from indicators.formulas import count_of

INDICATOR = Indicator(
    code="emergency.incident_open",
    name=Label("在处突发事件", "Open incidents"),
    unit="件",
    grains=("5min", "hour"),
    subjects=("area",),
    definitions=(
        Definition(
            "incident-open@2016",
            date(2016, 1, 1),
            "期末已受理、未结束的突发事件数（主题三 emergency）",
            count_of("incident_open"),
        ),
    ),
    inputs=(Query("incident_open", ("incident_accepted", "incident_ended"), "12h"),),
    owner="emergency",
    better="down",
    sources=("hotline.ticket",),
    note="计事件不计来电；事件分级、响应级别、预警颜色是三个字段。",
    decimals=0,
    formula_text=Label("期末已受理未结束的事件数", "Incidents accepted and not closed at the end"),
    update_rule=Label("随办理步骤到达即更新", "As steps arrive"),
    numerator_name=Label("在处事件", "Open incidents"),
    domain="society",
    always=True,
    stale_after=timedelta(hours=6),
)
