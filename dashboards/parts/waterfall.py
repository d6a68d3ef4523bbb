"""Why a number moved: parts that sum to the change, as bars on one axis, in the order they are given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from dash import html

from core.model import Better
from dashboards.parts.draw import Draw, Shape
from dashboards.parts.number import written

Kind = Literal["good", "alert", "plain"]


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    change: float


def waterfall(
    start: tuple[str, float], parts: Sequence[Part], end: tuple[str, float], better: Better, decimals: int
) -> html.Div:
    """Each bar begins where the one above it ended; the first and last rows carry the two values themselves."""
    low, high = _span(start[1], parts)
    rows, at = [_total(*start, decimals)], start[1]
    for part in parts:
        rows.append(_row(part, at, low, high, better, decimals))
        at += part.change
    return html.Div([*rows, _total(*end, decimals)], className="falls")


def _span(start: float, parts: Sequence[Part]) -> tuple[float, float]:
    levels = [start]
    for part in parts:
        levels.append(levels[-1] + part.change)
    low, high = min(levels), max(levels)
    return (low, high) if high > low else (low - 1, high + 1)


def kind_of(change: float, better: Better) -> Kind:
    if better not in ("up", "down") or change == 0:
        return "plain"
    return "good" if (change > 0) == (better == "up") else "alert"


def _total(name: str, value: float, decimals: int) -> html.Div:
    return html.Div(
        [html.Span(name), html.Span(), html.B(written(value, decimals), className="num")], className="fall total"
    )


def _row(part: Part, at: float, low: float, high: float, better: Better, decimals: int) -> html.Div:
    scale = 100 / (high - low)
    left, right = sorted(((at - low) * scale, (at + part.change - low) * scale))
    shapes: list[Shape] = [
        {
            "tag": "line",
            "x1": (at - low) * scale,
            "x2": (at - low) * scale,
            "y1": 0,
            "y2": 10,
            "className": "fall-from",
        },
        {
            "tag": "rect",
            "x": left,
            "width": max(right - left, 0.6),
            "y": 1.5,
            "height": 7,
            "className": f"fall-bar {kind_of(part.change, better)}",
        },
    ]
    value = html.B(written(part.change, decimals, sign=True), className="num")
    return html.Div([html.Span(part.name), Draw(shapes, (100, 10)), value], className="fall")
