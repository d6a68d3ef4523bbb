"""A sample as the figures that are printed."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence


def quantile(sample: Sequence[float], share: float) -> float:
    """The smallest value that `share` of the sample does not exceed."""
    ordered = sorted(sample)
    return ordered[max(math.ceil(share * len(ordered)) - 1, 0)]


def spread(sample: Sequence[float], digits: int = 1) -> dict[str, float]:
    """Median with the least and the most: for the few runs of a slow thing."""
    if not sample:
        return {"n": 0}
    found = {"median": statistics.median(sample), "min": min(sample), "max": max(sample)}
    return {"n": len(sample)} | {name: round(value, digits) for name, value in found.items()}


def tail(sample: Sequence[float], digits: int = 1) -> dict[str, float]:
    """Quantiles: for the many runs of a quick thing."""
    if not sample:
        return {"n": 0}
    found = {
        "p50": quantile(sample, 0.5),
        "p95": quantile(sample, 0.95),
        "p99": quantile(sample, 0.99),
        "max": max(sample),
    }
    return {"n": len(sample)} | {name: round(value, digits) for name, value in found.items()}


def histogram(sample: Sequence[float], columns: int = 30) -> dict[str, list[float]]:
    """Counts between equal edges up to the 99.5th percentile, with all above in the last one."""
    if not sample:
        return {"edges": [0, 1], "n": [0]}
    top = max(quantile(sample, 0.995), 1)
    edges = [top * n / columns for n in range(columns + 1)]
    counts = [0.0] * columns
    for value in sample:
        counts[min(int(columns * value / top), columns - 1)] += 1
    return {"edges": [round(edge, 1) for edge in edges], "n": counts}
