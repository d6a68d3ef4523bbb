"""Which reported numbers stand in the composite and under the light: dated, because a city will put its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

RATES = frozenset({"economy.fixed_investment_growth", "economy.industrial_va_growth"})
COINCIDENT = "economy.industrial_va_growth"


@dataclass(frozen=True, slots=True)
class Component:
    """`cuts`: growth in % from which the score is 5, 4, 3, 2; below the last it is 1."""

    code: str
    weight: float
    cuts: tuple[float, float, float, float] = (12.0, 8.0, 4.0, 0.0)

    @property
    def is_rate(self) -> bool:
        return self.code in RATES


SINCE = date(2016, 1, 1)
CITE = "本产品示例分量与权重，无文件依据；方法为国家统计局式合成指数与五灯景气预警（标准 1.7），由本市文件替换"
LEADING = (
    Component("economy.industrial_power", 0.25),
    Component("economy.freight_tonnage", 0.20),
    Component("economy.loan_balance", 0.20),
    Component("economy.fixed_investment_growth", 0.20),
    Component("economy.foreign_trade", 0.15),
)
LIGHT = (
    Component(COINCIDENT, 1, (10.0, 7.0, 4.0, 1.0)),
    Component("economy.fixed_investment_growth", 1, (12.0, 8.0, 3.0, -2.0)),
    Component("economy.retail_sales", 1, (12.0, 8.0, 3.0, 0.0)),
    Component("economy.foreign_trade", 1, (15.0, 9.0, 2.0, -5.0)),
    Component("economy.loan_balance", 1, (16.0, 12.0, 7.0, 4.0)),
    Component("economy.industrial_power", 1, (12.0, 8.0, 3.0, 0.0)),
    Component("economy.freight_tonnage", 1, (12.0, 8.0, 3.0, 0.0)),
    Component("economy.budget_revenue", 1, (12.0, 8.0, 3.0, 0.0)),
)
