"""群众在说: what is late at the hotline, and which topic more people bring up than usual."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from dash import dcc, html

from dashboards.context import Context
from dashboards.parts.incidents import place
from dashboards.parts.number import written
from dashboards.parts.status import WORDS
from dashboards.parts.when import elapsed


def overdue(count: int, oldest: datetime | None, context: Context, silent: str) -> list[Any]:
    """The one line for what is late in the ordinary business of the hotline."""
    zh = context.lang == "zh"
    if not count:
        unknown = f"超期情况未知：{silent}" if zh else f"Overdue tickets not known: {silent}"
        return [
            html.Span(unknown if silent else "没有超期未结的诉求" if zh else "No ticket is overdue", className="t3")
        ]
    ago = elapsed(context.now() - oldest, context.lang) if oldest else ""
    text = f"最久超 {ago}" if zh else f"longest {ago}"
    word = html.Span([html.I(), "超期未结" if zh else "Overdue tickets"], className="s alert")
    number = html.Span([written(count, 0), html.Small("件" if zh else "", className="unit")], className="num")
    return [dcc.Link([word, number, html.Small(text)], href="/indicators/hotline.overdue", className="late")]


def surge(topics: Sequence[dict[str, Any]], context: Context, silent: str) -> list[Any]:
    zh = context.lang == "zh"
    if not topics:
        unknown = f"诉求情况未知：{silent}" if zh else f"Not known: {silent}"
        calm = "近 2 小时没有突增的诉求" if zh else "No topic is surging"
        return [html.Li(html.Span(unknown if silent else calm), className="none")]
    return [_topic(t, context) for t in topics]


def _topic(t: dict[str, Any], context: Context) -> html.Li:
    zh, category = context.lang == "zh", context.city.categories.get(t["category"])
    name = getattr(category.name, context.lang).split("·")[-1].split(": ")[-1] if category else t["category"]
    usual = t["usual_n"]
    times = (
        ("新" if zh else "new")
        if not usual
        else f"×{t['n'] / usual:.1f}"
        if t["n"] / usual < 10
        else f"×{t['n'] / usual:.0f}"
    )
    base = (
        (f"平日同时 {usual:.0f} 件" if zh else f"usually {usual:.0f}")
        if usual
        else ("平日同时没有" if zh else "usually none")
    )
    count = (
        f"{t['n']} 件，{base} · {t['callers_n']} 人" if zh else f"{t['n']} tickets, {base} · {t['callers_n']} callers"
    )
    where = f"{name} · {place(context, t['area_id'])}" if t["area_id"] else name
    mark = html.Span([html.I(), html.Span(WORDS["watch"].at(context.lang), className="sr")], className="s watch")
    words = html.Span([html.B(where, className="what"), html.Span(count)], className="words")
    return html.Li(
        html.Div([mark, words, html.Span(html.Span(times, className="num"), className="clock")], className="row")
    )
