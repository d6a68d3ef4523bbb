"""IAQI, AQI and the primary pollutant by one edition of HJ 633."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from core.model import Result
from indicators.environment._tables import STEPS, Standard
from indicators.formulas import NO_DATA, half_even, interpolated, rounded_up

# The order in which ties of the primary pollutant are written.
ITEMS = ("PM2.5", "PM10", "SO2", "NO2", "CO", "O3")
_SPAN = {"hour": {"SO2": " 1h", "O3": " 1h"}, "day": {"SO2": " 24h", "O3": " 8h"}}


def concentration(item: str, value: float) -> Decimal:
    """GB/T 8170: whole µg/m³, CO to a tenth of a mg/m³ (docs/decisions/aqi-rounding.md)."""
    return half_even(value, 1 if item == "CO" else 0)


def iaqi(standard: Standard, item: str, value: Decimal, daily: bool = False) -> int | None:
    """The item's index; None where this edition does not score such a concentration."""
    breaks = standard.breaks(daily)[item]
    found = interpolated(value, breaks, STEPS)
    if found is not None:
        return rounded_up(found)
    return standard.capped.get(item + _SPAN["day" if daily else "hour"].get(item, ""))


def aqi(standard: Standard, values: Mapping[str, float], daily: bool = False) -> Result:
    """The largest IAQI; `detail` names the items that have it, when it is above 50."""
    scores = {i: iaqi(standard, i, concentration(i, values[i]), daily) for i in ITEMS if i in values}
    found = {i: s for i, s in scores.items() if s is not None}
    if not found:
        return Result(reason=NO_DATA)
    top = max(found.values())
    missing = [i for i in ITEMS if i not in found]
    if standard.complete and missing and top <= 100:
        return Result(reason=f"缺{'、'.join(missing)}，其余不超过100，不发布（HJ 633—2026 5.3）")
    primary = [i for i, s in found.items() if s == top] if top > 50 else []
    return Result(float(top), detail=";".join(primary))
