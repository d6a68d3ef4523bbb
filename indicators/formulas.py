"""The few shapes most formulas have. A formula reads Measures and answers a Result; it touches nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_CEILING, ROUND_HALF_EVEN, Decimal
from math import fsum

from core.model import Formula, Measure, Measures, Result

PERCENT = 100.0
NO_DATA = "本期无数据"


def ratio(
    numerator: float | None,
    denominator: float | None,
    scale: float = PERCENT,
    *,
    empty: str = "分母为零",
    detail: str = "",
) -> Result:
    """`scale` × numerator ÷ denominator; nothing to divide by is no value, never zero."""
    if not denominator:
        return Result(None, numerator, denominator, detail, empty)
    return Result(scale * (numerator or 0.0) / denominator, numerator or 0.0, denominator, detail)


def share_of(part: str, whole: str, empty: str) -> Formula:
    """Count of measure `part` ÷ count of measure `whole`, in per cent."""
    return lambda m: ratio(m.n(part), m.n(whole), empty=empty)


def count_of(name: str) -> Formula:
    """How many rows measure `name` stands for."""
    return lambda m: Result(float(m.n(name)), float(m.n(name)))


def by_dim(rows: Sequence[Measure]) -> dict[str, list[Measure]]:
    """The rows of each source, type or department."""
    found: dict[str, list[Measure]] = {}
    for row in rows:
        found.setdefault(row.dim, []).append(row)
    return found


def mean_of(rows: Sequence[Measure]) -> float | None:
    """Mean over the raw rows behind these measures."""
    n = sum(r.n for r in rows if r.sum is not None)
    return fsum(r.sum for r in rows if r.sum is not None) / n if n else None


def newest(rows: Sequence[Measure]) -> Measure | None:
    """The row with the newest `last`."""
    return max((r for r in rows if r.last_at is not None), key=lambda r: str(r.last_at), default=None)


def interpolated(concentration: Decimal, breaks: Sequence[Decimal | int], scores: Sequence[int]) -> Decimal | None:
    """Linear between the break points; None above the last one."""
    for i in range(1, len(breaks)):
        low, high = Decimal(breaks[i - 1]), Decimal(breaks[i])
        if concentration <= high:
            return (scores[i] - scores[i - 1]) * (concentration - low) / (high - low) + scores[i - 1]
    return None


def rounded_up(value: Decimal) -> int:
    """进位取整数: the standard rounds every index up."""
    return int(value.to_integral_value(ROUND_CEILING))


def half_even(value: float, places: int) -> Decimal:
    """GB/T 8170 数值修约: ties go to the even digit; the text of the float is what was measured."""
    return Decimal(repr(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)


def graded(value: float, cuts: Sequence[tuple[float, str]], below: str = "") -> str:
    """The name of the highest cut that `value` reaches."""
    return next((name for cut, name in sorted(cuts, reverse=True) if value >= cut), below)


def param(m: Measures, name: str, default: float) -> float:
    """A dated parameter of the pack, or what the formula stands on without one."""
    found = m.params.get(name, default)
    return float(found) if not isinstance(found, Mapping) else default
