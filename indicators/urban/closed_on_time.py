"""按期结案率, %: urban cases closed within the limit ÷ cases due in the period.

GB/T 30428.4; standards 1.6: 按期结案率 = 按期结案 ÷ 应结案.
"""

from core.model import Label
from indicators.urban._due import rate_of_due

INDICATOR = rate_of_due(
    code="urban.closed_on_time",
    name=Label("按期结案率", "Closed on time"),
    part="urban_on_time",
    numerator=Label("按期结案数", "Closed on time"),
    definition=("urban-on-time@2016", "GB/T 30428.4 绩效评价：按期结案率＝按期结案数 ÷ 应结案数"),
)
