"""Lines and words in the chart: where the definition changed, where the target lies."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from typing import Any

from dashboards.context import Context
from dashboards.indicator.ask import Ask
from dashboards.indicator.series import Series
from dashboards.parts.target import target_of, ticks_of


def lines(context: Context, ask: Ask, series: Series, ink: dict[str, str], scale: float) -> tuple[list[Any], list[Any]]:
    shapes, notes = [], []
    for at, name in breaks(series):
        x = f"{at:%Y-%m-%d %H:%M}"
        shapes.append(
            {
                "type": "line",
                "x0": x,
                "x1": x,
                "yref": "paper",
                "y0": 0,
                "y1": 1,
                "line": {"color": ink["mark"], "width": 1.4 * scale, "dash": "dot"},
            }
        )
        word = f"口径变更 {name}" if context.lang == "zh" else f"Definition {name}"
        notes.append(
            {
                "x": x,
                "yref": "paper",
                "y": 1,
                "yanchor": "bottom",
                "text": word,
                "showarrow": False,
                "font": {"color": ink["mark"]},
            }
        )
    target = target_of(context.city, ask.code, context.now().date())
    word = _target_name(context, target)
    for tick in ticks_of(target) if ask.subject_kind == "area" else []:
        line = {"color": ink["ink"], "width": 1.2 * scale, "dash": "dash"}
        shapes.append({"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": tick, "y1": tick, "line": line})
        notes.append(
            {
                "xref": "paper",
                "x": 1,
                "xanchor": "left",
                "y": tick,
                "yanchor": "middle",
                "yshift": 0,
                "xshift": 6 * scale,
                "text": f"{word} {tick:g}",
                "showarrow": False,
            }
        )
    return shapes, notes


def _target_name(context: Context, target: Any) -> str:
    if target is not None and target.target is not None:
        return "目标" if context.lang == "zh" else "Target"
    return "关注线" if context.lang == "zh" else "Watch line"


def breaks(series: Series) -> list[tuple[datetime, str]]:
    """Where the definition of a value differs from the one before."""
    known = [(s, v.definition) for s, v in zip(series.starts, series.values, strict=True) if v]
    return [(s, d) for (_, before), (s, d) in pairwise(known) if d != before]
