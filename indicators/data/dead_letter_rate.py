"""接入拒收率, %: dead letters ÷ records received. Themes part 4, data."""

from core.model import Label
from indicators.data._ledger import ledger_rate

INDICATOR = ledger_rate(
    code="data.dead_letter_rate",
    name=Label("接入拒收率", "Records refused"),
    part="ledger_dead",
    rest=("ledger_rows", "ledger_duplicates"),
    better="down",
    numerator=Label("拒收记录", "Dead letters"),
    denominator=Label("接收记录", "Records received"),
    definition=("dead-letter@2026", "拒收记录 ÷ 接收记录（主题四 data，自测）"),
)
