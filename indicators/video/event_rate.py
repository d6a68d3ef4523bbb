"""视频事件按时处置率, %: cases opened by video and handled within the limit ÷ such cases due in the period.

Themes part 3, IT(video origin): cases of channel video, or that name the video event they came from.
"""

from datetime import date, timedelta

from core.model import Definition, Indicator, Label, Rollup
from indicators.formulas import share_of

PART, WHOLE = "video_in_time", "video_due"

INDICATOR = Indicator(
    code="video.event_rate",
    name=Label("视频事件按时处置率", "Video events in time"),
    unit="%",
    grains=("day", "month"),
    subjects=("area", "department"),
    definitions=(
        Definition(
            "video-in-time@2016",
            date(2016, 1, 1),
            "按时处置率＝期限内处置的视频来源案件 ÷ 本期到期的视频来源案件（主题三 IT(video origin)）",
            share_of(PART, WHOLE, "本期无到期案件"),
        ),
    ),
    inputs=(Rollup((PART, WHOLE)),),
    owner="police",
    better="up",
    sources=("hotline.ticket",),
    note="只计由视频事件立案的案件，未立案的事件不计。",
    formula_text=Label("按时处置数 ÷ 到期案件数", "Handled in time ÷ Cases due"),
    update_rule=Label("随办理步骤到达即更新", "As steps arrive"),
    numerator_name=Label("按时处置数", "Handled in time"),
    denominator_name=Label("到期案件数", "Cases due"),
    domain="society",
    always=True,
    stale_after=timedelta(hours=6),
)
