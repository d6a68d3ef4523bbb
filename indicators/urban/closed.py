"""结案率, %: urban cases closed ÷ cases due in the period.

GB/T 30428.4; standards 1.6: 结案率 = 结案 ÷ 应结案, the same denominator as 按期结案率.
"""

from core.model import Label
from indicators.urban._due import rate_of_due

INDICATOR = rate_of_due(
    code="urban.closed",
    name=Label("结案率", "Closed"),
    part="urban_done",
    numerator=Label("结案数", "Closed"),
    definition=("urban-closed@2016", "GB/T 30428.4 绩效评价：结案率＝结案数 ÷ 应结案数"),
)
