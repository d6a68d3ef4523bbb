"""The 24 hours behind now: video events and tickets in each five minutes they happened in, alarms marked on them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from dash import html

from core.model import Lang
from dashboards.parts.draw import Draw, Shape
from dashboards.parts.number import written

STEP, BARS, HIGH = timedelta(minutes=5), 288, 60.0
WIDE, GAP = 5.0, 1.2


def starts(now: datetime) -> list[datetime]:
    """The 288 five-minute buckets that end with the one that is running."""
    last = now.replace(minute=now.minute // 5 * 5, second=0, microsecond=0)
    return [last - STEP * (BARS - 1 - i) for i in range(BARS)]


def bars(volume: Mapping[datetime, int], alarms: Mapping[datetime, bool], now: datetime) -> list[Shape]:
    at = starts(now)
    top = usual(list(volume.values()))
    shapes: list[Shape] = []
    for i, start in enumerate(at):
        n = volume.get(start, 0)
        # A thin line for silence: nothing drawn would look like nothing missing.
        high = max(min(n / top, 1.0) * (HIGH - 8), 1.5 if n else 0.6)
        shapes.append(
            {
                "tag": "rect",
                "x": i * WIDE,
                "y": HIGH - high,
                "width": WIDE - GAP,
                "height": high,
                "className": _kind(n, i),
            }
        )
        if start in alarms:
            shapes.append(_alarm(i * WIDE + (WIDE - GAP) / 2, alarms[start]))
    return shapes


def usual(counts: list[int]) -> float:
    """The height of a full bar: twice the median, so that one back-fill does not flatten the day."""
    return max(2.0 * median(counts), 1.0) if counts else 1.0


def _kind(n: int, i: int) -> str:
    return "none" if not n else "now" if i == BARS - 1 else "vol"


def _alarm(x: float, grave: bool) -> Shape:
    """A mark at the top: a square for incidents, a triangle for alarms."""
    if grave:
        return {"tag": "rect", "x": x - 2.2, "y": 0, "width": 4.4, "height": HIGH, "className": "alarm grave"}
    return {"tag": "rect", "x": x - 1.1, "y": 0, "width": 2.2, "height": HIGH, "className": "alarm"}


def hours(now: datetime) -> list[Any]:
    """Labels at every second full hour, placed as the bars are."""
    at, found = starts(now), []
    for i, start in enumerate(at):
        if start.minute == 0 and start.hour % 2 == 0 and 4 < i < BARS - 8:
            found.append(html.Span(f"{start:%H:%M}", style={"left": f"{i / BARS * 100:.2f}%"}))
    return found


def label(volume: Mapping[datetime, int], alarms: Mapping[datetime, bool], lang: Lang) -> str:
    total = written(sum(volume.values()), 0)
    if lang == "zh":
        return f"近 24 小时每 5 分钟发生的视频事件和热线工单，共 {total} 件，{len(alarms)} 个时段有告警"
    return f"Video events and hotline tickets by when they happened, five minutes each, last 24 hours: {total} in all, alarms in {len(alarms)} of them"


def ribbon(volume: Mapping[datetime, int], alarms: Mapping[datetime, bool], now: datetime, lang: Lang) -> list[Any]:
    drawn = Draw(bars(volume, alarms, now), (BARS * WIDE, HIGH), label(volume, alarms, lang), className="draw bars")
    return [
        html.Small("事件与工单 / 5 分钟" if lang == "zh" else "events and tickets / 5 min", className="what"),
        html.Div(drawn, className="bars-box"),
        html.Div(hours(now), className="hours num", **{"aria-hidden": "true"}),
    ]
