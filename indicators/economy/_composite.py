"""NBS-style composite index and the diffusion index (standards 1.7)."""

from __future__ import annotations

from collections.abc import Mapping

from indicators.economy._series import Month, Series, changes

STEADY = 0.05  # a change within ±0.05 counts as steady


def standardised(series: Series) -> Series:
    """S = C ÷ mean|C|."""
    found = changes(series)
    mean = sum(map(abs, found.values())) / len(found) if found else 0.0
    return {month: change / mean for month, change in found.items()} if mean else {}


def weighted(parts: Mapping[str, Series], weights: Mapping[str, float], month: Month) -> float | None:
    """R = Σ S·w ÷ Σ w over the components that moved this month."""
    there = [(parts[c][month], w) for c, w in weights.items() if month in parts.get(c, {})]
    total = sum(w for _, w in there)
    return sum(s * w for s, w in there) / total if total else None


def composite(leading: Mapping[str, Series], weights: Mapping[str, float], coincident: Series) -> Series:
    """I_t = I_{t-1}(200+V)/(200−V), V = R ÷ F, F = mean|R| ÷ mean|R of the coincident series|; 100 before the first month."""
    parts = {code: standardised(series) for code, series in leading.items()}
    months = sorted({m for series in parts.values() for m in series})
    moves = {m: r for m in months if (r := weighted(parts, weights, m)) is not None}
    scale = _mean(moves) / (_mean(standardised(coincident)) or 1.0)
    index, found = 100.0, {}
    for month, move in moves.items():
        v = move / scale if scale else 0.0
        index *= (200 + v) / (200 - v)
        found[month] = index
    return found


def _mean(series: Series) -> float:
    return sum(map(abs, series.values())) / len(series) if series else 0.0


def diffusion(parts: Mapping[str, Series], month: Month) -> float | None:
    """Mean of 1 (rises), 0.5 (within ±0.05), 0 (falls), × 100."""
    moved = [c[month] for c in (changes(s) for s in parts.values()) if month in c]
    score = [1.0 if c > STEADY else 0.0 if c < -STEADY else 0.5 for c in moved]
    return 100 * sum(score) / len(score) if score else None


def present(parts: Mapping[str, Series], weights: Mapping[str, float], month: Month) -> float:
    """Share of the weight that has a value this month."""
    total = sum(weights.values())
    return sum(w for c, w in weights.items() if month in parts.get(c, {})) / total if total else 0.0
