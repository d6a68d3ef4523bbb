"""The change against a named base. No base, no change: a difference without its base says nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

from dash import html

from core.clock import add_months
from core.model import Grain, Label, Lang
from dashboards.parts.number import unit as unit_words
from dashboards.parts.number import written

BASES: dict[Grain, Label] = {
    "5min": Label("较昨日同时", "vs this time yesterday"),
    "hour": Label("较昨日同时", "vs this time yesterday"),
    "day": Label("较前一日", "vs the day before"),
    "month": Label("较上月", "vs last month"),
    "quarter": Label("较上季", "vs last quarter"),
    "year": Label("较上年", "vs last year"),
}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def base_start(start: datetime, grain: Grain) -> datetime:
    """Start of the period to compare with; `start` in the city's zone, so that a day is a local day."""
    if grain in _MONTHS:
        return add_months(start, -_MONTHS[grain])
    return start - timedelta(days=1)


def difference(now: float | None, base: float | None, unit: str, decimals: int, lang: Lang) -> str:
    """Percentages differ by points (点, pp), everything else by its own unit, which stands beside the value already."""
    if now is None or base is None:
        return ""
    tail = {"zh": " 点", "en": " pp"}[lang] if unit_words(unit, "zh") == "%" else ""
    change = round(now - base, 9)
    if change == 0:
        return "持平" if lang == "zh" else "no change"
    return written(change, decimals, sign=True) + tail


def trend(
    now: float | None, base: float | None, grain: Grain, unit: str, decimals: int, lang: Lang
) -> html.Span | None:
    change = difference(now, base, unit, decimals, lang)
    if not change:
        return None
    return html.Span([BASES[grain].at(lang), " ", html.B(change, className="num")], className="trend")
