"""A vital on a card: name, value with unit, change against a named base, normal band or target, freshness, status."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from dash import dcc, html

from core.city import Target
from core.model import Grain, Indicator, Lang, Status, Value
from dashboards.parts.number import number, spoken
from dashboards.parts.spark import Band, spark
from dashboards.parts.status import status
from dashboards.parts.target import target_bar, target_words
from dashboards.parts.trend import trend
from dashboards.parts.when import clock, elapsed, span


@dataclass(frozen=True, slots=True)
class Vital:
    """All a card stands on. `now` is in the city's zone; `history` is oldest first, None where a value is missing."""

    indicator: Indicator
    value: Value | None
    now: datetime
    base: float | None = None
    history: Sequence[float | None] = ()
    band: Sequence[Band] = ()
    target: Target | None = None

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(str(self.now.tzinfo))

    @property
    def word(self) -> Status:
        return self.value.status if self.value else "none"


def card(v: Vital, lang: Lang, href: str = "", className: str = "vital") -> dcc.Link:
    """The whole card is one link to the indicator's page."""
    stale = " is-stale" if v.word == "stale" else ""
    body = [_head(v, lang), _figure(v, lang), _compared(v, lang), _measured(v, lang)]
    return dcc.Link(
        [part for part in body if part is not None],
        href=href or f"/indicators/{v.indicator.code}",
        className=className + stale,
    )


def _number(v: Vital) -> float | None:
    return v.value.value if v.value else None


def _head(v: Vital, lang: Lang) -> html.Div:
    return html.Div(
        [html.Span(v.indicator.name.at(lang), className="vital-name"), status_of(v, lang)], className="vital-head"
    )


def status_of(v: Vital, lang: Lang) -> html.Span:
    """停报 says for how long; 无数据 says why."""
    text = ""
    if v.word == "stale" and v.value and v.value.data_until_at:
        # Where there is no room for one line it breaks before the span, never inside it.
        silent = elapsed(v.now - v.value.data_until_at, lang).replace(" ", "\u00a0")
        text = f"停报 {silent}" if lang == "zh" else f"Silent {silent}"
    return status(v.word, lang, text, v.value.reason if v.value else "")


def _figure(v: Vital, lang: Lang) -> html.Div:
    of = v.indicator
    parts = [number(_number(v), of.unit, of.decimals, lang, "num vital-value")]
    if v.value and v.value.detail:
        parts.append(html.Span(spoken(v.value.detail, v.indicator, lang), className="vital-detail"))
    if any(x is not None for x in v.history):
        parts.append(html.Span(spark(v.history, v.band, v.word, lang), className="vital-spark"))
    return html.Div(parts, className="vital-figure")


def _compared(v: Vital, lang: Lang) -> html.Div:
    """Change on the left, freshness on the right."""
    of = v.indicator
    grain: Grain = v.value.grain if v.value else of.grains[0]
    change = trend(_number(v), v.base, grain, of.unit, of.decimals, lang)
    return html.Div(
        [change or html.Span(), html.Span(freshness(v, lang), className="vital-fresh")], className="vital-foot"
    )


def _measured(v: Vital, lang: Lang) -> html.Div | None:
    words = target_words(v.indicator, _number(v), v.target, lang)
    if not words:
        return None
    bar = target_bar(v.indicator, _number(v), v.target)
    return html.Div([bar or html.Span(), html.Span(words, className="target-words")], className="vital-target")


def freshness(v: Vital, lang: Lang) -> str:
    """14:05 更新 for what moves within a day, the period's name for what has ended, the reason when there is no number."""
    value = v.value
    if value is None:
        return "尚无计算结果" if lang == "zh" else "Not computed yet"
    if value.value is None and value.reason:
        return value.reason
    if value.data_until_at and (
        value.grain in ("5min", "hour") or (value.grain == "day" and value.period_end_at > v.now)
    ):
        at = clock(value.data_until_at.astimezone(v.now.tzinfo), v.now, lang)
        return f"{at} 更新" if lang == "zh" else f"Updated {at}"
    return span(value, v.zone, lang)
