"""Exact attribution of a change to its parts; the parts always sum to the change, whatever is missing in between.

Ratio R = Σ s·r with share s and rate r of each part: ΔR = Σ mean(s)·Δr (within) + Σ (mean(r) − mean(R))·Δs (mix).
A part's contribution is its within plus its mix; the residual is 0 by construction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import floor

# Key of what the city counts and no part does: records without a place.
REST = ""


@dataclass(frozen=True, slots=True)
class Ratio:
    numerator: float
    denominator: float


@dataclass(frozen=True, slots=True)
class Moved:
    within: float
    mix: float

    @property
    def total(self) -> float:
        return self.within + self.mix


def ratio_moves(before: Mapping[str, Ratio], after: Mapping[str, Ratio]) -> dict[str, Moved]:
    """Contribution of each part to R1 − R0, where R = Σ numerators / Σ denominators. Empty when either R has no base."""
    d0, d1 = (sum(r.denominator for r in side.values()) for side in (before, after))
    if not d0 or not d1:
        return {}
    mean_r = (sum(r.numerator for r in before.values()) / d0 + sum(r.numerator for r in after.values()) / d1) / 2
    zero = Ratio(0, 0)
    return {
        key: _moved(before.get(key, zero), after.get(key, zero), d0, d1, mean_r)
        for key in sorted(before.keys() | after.keys())
    }


def _moved(old: Ratio, new: Ratio, d0: float, d1: float, mean_r: float) -> Moved:
    s0, s1 = old.denominator / d0, new.denominator / d1
    r0, r1 = _rate(old, new), _rate(new, old)
    return Moved((s0 + s1) / 2 * (r1 - r0), ((r0 + r1) / 2 - mean_r) * (s1 - s0))


def _rate(of: Ratio, other: Ratio) -> float:
    """A part without cases borrows its other rate: its share is 0 there, so the sum stays exact."""
    if of.denominator:
        return of.numerator / of.denominator
    return other.numerator / other.denominator if other.denominator else 0.0


def with_rest(parts: Mapping[str, Ratio], whole: Ratio) -> dict[str, Ratio]:
    """Adds what the whole holds beyond its parts under REST, when there is any."""
    n = whole.numerator - sum(r.numerator for r in parts.values())
    d = whole.denominator - sum(r.denominator for r in parts.values())
    return dict(parts) if abs(n) < 1e-9 and abs(d) < 1e-9 else {**parts, REST: Ratio(n, d)}


def sum_moves(before: Mapping[str, float], after: Mapping[str, float], whole: tuple[float, float]) -> dict[str, float]:
    """Contribution of each part to the change of a plain sum; the rest goes under REST."""
    moves = {key: after.get(key, 0.0) - before.get(key, 0.0) for key in sorted(before.keys() | after.keys())}
    rest = whole[1] - whole[0] - sum(moves.values())
    return moves if abs(rest) < 1e-9 else {**moves, REST: rest}


def rounded(changes: list[float], total: float, decimals: int) -> list[float]:
    """The changes with `decimals` places, moved by at most one last place so that they sum to the rounded `total`."""
    unit = 10**decimals
    exact = [c * unit for c in changes]
    floors = [floor(x) for x in exact]
    missing = round(total * unit) - sum(floors)
    order = sorted(range(len(exact)), key=lambda i: exact[i] - floors[i], reverse=True)
    for i in order[: max(0, missing)]:
        floors[i] += 1
    return [f / unit for f in floors]
