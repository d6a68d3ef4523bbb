"""事件落图率, %: events with an area ÷ events. Themes part 4, data; reports have no place and do not count."""

from core.model import Label
from indicators.data._ledger import ledger_rate

INDICATOR = ledger_rate(
    code="data.located_rate",
    name=Label("事件落图率", "Events located"),
    part="ledger_located",
    rest=("ledger_unlocated",),
    better="up",
    numerator=Label("已落图事件", "Located"),
    denominator=Label("全部事件", "Events"),
    definition=("located@2026", "有区划归属的事件 ÷ 事件（主题四 data，自测）"),
    sources=("iot.reading", "video.event", "hotline.ticket"),
)
