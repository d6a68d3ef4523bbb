"""A bar with a tick: where the value stands against its dated target, with the citation on hover."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from dash import html

from core.city import City, Target
from core.model import Indicator, Lang
from dashboards.parts.number import unit, written


def target_of(city: City, code: str, on: date) -> Target | None:
    """The target in force on that day; the youngest when several are."""
    found = [t for t in city.targets if t.indicator == code and t.since <= on and (t.until is None or on <= t.until)]
    return max(found, key=lambda t: t.since, default=None)


def ticks_of(target: Target | None) -> list[float]:
    """What the bar marks: the target, else the line of concern, on both sides where too little also counts."""
    if target is None:
        return []
    first = next((x for x in (target.target, target.watch, target.alert) if x is not None), None)
    low = target.low_watch if target.low_watch is not None else target.low_alert
    return [x for x in (low, first) if x is not None]


def target_bar(of: Indicator, value: float | None, target: Target | None) -> html.Div | None:
    """Nothing for a negative value: a bar that starts at zero cannot show it."""
    ticks = ticks_of(target)
    if target is None or not ticks or value is None or value < 0 or min(ticks) < 0:
        return None
    top = _top(of, value, max(ticks))
    return html.Div([_bar(value / top, [t / top for t in ticks])], className="target", title=target.cite)


def _top(of: Indicator, value: float, tick: float) -> float:
    if of.unit == "%" and tick <= 100 and value <= 100:
        return 100.0
    return max(tick, value) * 1.2 or 1.0


def _bar(share: float, ticks: list[float]) -> html.Div:
    marks = [html.Span(className="bar-tick", style={"left": f"{t * 100:.1f}%"}) for t in ticks]
    return html.Div([html.Span(className="bar-fill", style={"width": f"{share * 100:.1f}%"}), *marks], className="bar")


def target_words(of: Indicator, value: float | None, target: Target | None, lang: Lang) -> str:
    ticks = ticks_of(target)
    if target is None or not ticks:
        return ""
    sign = unit(of.unit, lang) if of.unit == "%" else ""
    shown = "–".join(written(t, _places(t)) for t in ticks) + sign
    if len(ticks) == 2:
        return f"正常 {shown}" if lang == "zh" else f"Normal {shown}"
    if target.target is None:
        return f"关注线 {shown}" if lang == "zh" else f"Watch line {shown}"
    side = {"down": "≤ ", "up": "≥ "}.get(of.better, "")
    met = (" · 已达" if lang == "zh" else " · met") if reached(of, value, ticks[0]) else ""
    return (f"目标 {side}{shown}" if lang == "zh" else f"Target {side}{shown}") + met


def reached(of: Indicator, value: float | None, tick: float) -> bool:
    if value is None:
        return False
    return value <= tick if of.better == "down" else value >= tick if of.better == "up" else False


def _places(tick: float) -> int:
    """A target is printed as it was written: 95, not 95.0."""
    return max(0, -int(Decimal(repr(tick)).normalize().as_tuple().exponent))
