"""What changed since yesterday, largest first, each with the districts it came from where that can be said exactly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from core.model import Better, Value
from dashboards.context import Context
from dashboards.parts.number import places
from dashboards.parts.trend import base_start
from dashboards.parts.waterfall import Part
from dashboards.reads.attribution import REST, Ratio, ratio_moves, rounded, sum_moves, with_rest
from dashboards.reads.vitals import base_values, grows, read_at

T = TypeVar("T")
DAILY = ("5min", "hour", "day")
# Counted things of a district add up to the city's; a maximum, an index or a rate does not.
SUMS = {"件", "起", "个", "次", "站", "处", "户", "人", "辆"}
_ROWS = 4
# When more than this share of the city is in no district, the districts do not explain it.
UNPLACED_MAX = 0.2


@dataclass(frozen=True, slots=True)
class Move:
    now: Value
    base: Value
    score: float

    @property
    def change(self) -> float:
        return (self.now.value or 0.0) - (self.base.value or 0.0)


def find(context: Context, latest: Mapping[str, Value]) -> list[Move]:
    """Daily indicators whose value and base are both known, by how unusual the change is."""
    daily = {c: v for c, v in latest.items() if v.grain in DAILY and v.value is not None}
    bases = {c: b for c, b in base_values(context, daily).items() if b.value is not None}
    spreads = _spreads(context, [daily[c] for c in bases])
    moves = [Move(daily[c], b, _score(daily[c], b, spreads.get(c))) for c, b in bases.items()]
    return sorted((m for m in moves if m.change), key=lambda m: -m.score)


def _spreads(context: Context, values: Sequence[Value]) -> dict[str, float]:
    """How far the same hour of the last fourteen days usually lies from its middle."""
    zone = context.city.zone
    asked = [
        (v.indicator, v.grain, v.period_start_at.astimezone(zone) - timedelta(days=d))
        for v in values
        for d in range(1, 15)
    ]
    found: dict[str, list[float]] = {}
    for peer in read_at(context, asked, [context.area]):
        if peer.value is not None:
            found.setdefault(peer.indicator, []).append(peer.value)
    return {code: _spread(sorted(some)) for code, some in found.items() if len(some) >= 5}


def _spread(ordered: Sequence[float]) -> float:
    """Distance between the quarters of the ordered values: a single odd day does not widen it."""
    n = len(ordered)
    return ordered[(3 * n) // 4] - ordered[n // 4]


def _score(now: Value, base: Value, spread: float | None) -> float:
    """Changes in usual spreads; without history in tenths of the base. Ten at most, so that one zero base cannot win all."""
    change = abs((now.value or 0.0) - (base.value or 0.0))
    floor = 0.05 * max(abs(base.value or 0.0), abs(now.value or 0.0))
    return min(10.0, change / max(spread or 0.0, floor)) if floor else 0.0


def parts(context: Context, move: Move, better: Better, decimals: int) -> list[Part]:
    """The change by child area, largest first, exact to the last shown place; nothing where no exact split exists."""
    children = [a.code for a in context.city.children(context.area)]
    asked = [(move.now.indicator, move.now.grain, start) for start in _starts(context, move)]
    moment = context.now() - timedelta(days=1)
    before = read_at(context, asked[:1], children, moment if grows(move.now, context.now()) else None)
    changes = _changes(context, move, before, read_at(context, asked[1:], children))
    return _named(context, changes, move, decimals)


def _starts(context: Context, move: Move) -> tuple[datetime, datetime]:
    start = move.now.period_start_at.astimezone(context.city.zone)
    return base_start(start, move.now.grain), start


def _changes(context: Context, move: Move, before: Sequence[Value], after: Sequence[Value]) -> dict[str, float]:
    if move.now.denominator and move.base.denominator:
        return _ratio_changes(move, before, after)
    if context.catalogue[move.now.indicator].unit in SUMS and after:
        old, new = ({v.subject: v.value for v in side if v.value is not None} for side in (before, after))
        return _sum_changes(*_common(old, new), move)
    return {}


def _sum_changes(old: dict[str, float], new: dict[str, float], move: Move) -> dict[str, float]:
    whole = (move.base.value or 0.0, move.now.value or 0.0)
    placed = _placed(sum(old.values()), whole[0]) and _placed(sum(new.values()), whole[1])
    return sum_moves(old, new, whole) if placed else {}


def _common(old: dict[str, T], new: dict[str, T]) -> tuple[dict[str, T], dict[str, T]]:
    """Districts known on both days: one that fell silent did not lose its cases, so it belongs to the rest on both."""
    both = old.keys() & new.keys()
    return {k: old[k] for k in both}, {k: new[k] for k in both}


def _placed(parts: float, whole: float) -> bool:
    """Parts above their whole are no parts of it; a district that is missing leaves a hole that nothing may fill."""
    return (1 - UNPLACED_MAX) * whole - 1e-9 <= parts <= whole + 1e-9


def _ratio_changes(move: Move, before: Sequence[Value], after: Sequence[Value]) -> dict[str, float]:
    sides = list(zip(_common(_ratios(before), _ratios(after)), (_ratio(move.base), _ratio(move.now)), strict=True))
    factors = [_factor(v) for v in (move.base, move.now)]
    if None in factors or abs((factors[0] or 0) - (factors[1] or 0)) > 1e-6:
        return {}
    if not all(_placed(sum(r.denominator for r in parts.values()), whole.denominator) for parts, whole in sides):
        return {}
    moved = ratio_moves(*(with_rest(parts, whole) for parts, whole in sides))
    return {key: m.total * (factors[0] or 1.0) for key, m in moved.items()}


def _ratio(value: Value) -> Ratio:
    return Ratio(value.numerator or 0.0, value.denominator or 0.0)


def _ratios(values: Sequence[Value]) -> dict[str, Ratio]:
    return {v.subject: _ratio(v) for v in values if v.denominator is not None}


def _factor(value: Value) -> float | None:
    """Value over its own ratio: 100 for a percentage. None where the value is not its ratio at all."""
    if not value.denominator or not value.numerator or value.value is None:
        return None
    return value.value / (value.numerator / value.denominator)


def _named(context: Context, changes: Mapping[str, float], move: Move, decimals: int) -> list[Part]:
    order = sorted(changes, key=lambda k: -abs(changes[k]))
    top = [(_name(context, k), changes[k]) for k in order[:_ROWS]]
    if rest := order[_ROWS:]:
        word = f"其他 {len(rest)} 处" if context.lang == "zh" else f"{len(rest)} others"
        top.append((word, sum(changes[k] for k in rest)))
    total = places(move.now.value or 0.0, decimals) - places(move.base.value or 0.0, decimals)
    shown = rounded([change for _, change in top], total, decimals)
    return [Part(name, change) for (name, _), change in zip(top, shown, strict=True)]


def _name(context: Context, key: str) -> str:
    if key == REST:
        return "未定位或停报" if context.lang == "zh" else "Unlocated or silent"
    return context.area_name(key)
