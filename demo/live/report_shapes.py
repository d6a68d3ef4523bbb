"""The invented economy: for each reported indicator its size, growth, season and noise. A city of 13 million has size 1."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from core.city import Reported
from demo.live.chance import bell, wave

MONTH_S = 30 * 86400


@dataclass(frozen=True, slots=True)
class Shape:
    """`scales`: whether a district has its share of it, or the same rate around it."""

    level: float
    yearly_pct: float = 0.0
    season: float = 0.0
    noise: float = 0.01
    scales: bool = True
    part: float | None = None  # numerator over denominator, for those that report both


SHAPES = {
    "economy.gdp_growth": Shape(5.6, noise=0.06, scales=False),
    "economy.industrial_va_growth": Shape(6.8, noise=0.1, scales=False),
    "economy.fixed_investment_growth": Shape(4.9, noise=0.14, scales=False),
    "economy.budget_revenue": Shape(101, 3.5, 0.12, 0.02, part=0.66),
    "economy.retail_sales": Shape(480, 5.2, 0.06, 0.012),
    "economy.foreign_trade": Shape(415, 4.0, 0.1, 0.04),
    "economy.loan_balance": Shape(23500, 8.0, 0.0, 0.002),
    "economy.freight_tonnage": Shape(2150, 3.8, 0.07, 0.02),
    "economy.industrial_power": Shape(23.5, 4.5, 0.09, 0.015),
    "economy.npl_ratio": Shape(1.85, -3.0, noise=0.01, scales=False, part=0.0185),
}
BY_UNIT = {"%": Shape(82, 2.0, 0.0, 0.02, scales=False)}


def level(code: str, unit: str, month: int, share: float, salt: int) -> float:
    """The single month's level (or rate) in `month`, counted from year 0; a slow cycle under a season."""
    shape = SHAPES.get(code) or BY_UNIT.get(unit) or Shape(100, 3.0, 0.05, 0.02)
    seed, at = 501 + salt, month * MONTH_S
    cycle = 0.5 * shape.noise * float(wave(seed, len(code), at, 14 * MONTH_S)[0]) * 4
    jitter = shape.noise * float(bell(seed + 1, len(code), month)[0])
    trend = (1 + shape.yearly_pct / 100) ** ((month - 2023 * 12) / 12)
    season = 1 + shape.season * math.sin(2 * np.pi * (month % 12 - 2) / 12)
    return shape.level * (share if shape.scales else 1.0) * trend * season * (1 + cycle + jitter)


def cumulative(reported: Reported) -> bool:
    """Those that the catalogue calls year to date."""
    return "累计" in reported.source.zh


def joined_january(reported: Reported) -> bool:
    """January and February are published only together (standards 1.7)."""
    return "1-2月" in reported.update_rule.zh


def adds_up(code: str) -> bool:
    """A cumulative level is a sum of months; a cumulative growth rate is not, and growth rates are never averaged."""
    shape = SHAPES.get(code)
    return bool(shape and shape.scales)
