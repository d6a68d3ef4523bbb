"""当前要情 and 群众在说: what is wrong, where, since when, who is on it, and which streams say so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from dash import dcc, html

from core.city import City
from core.model import Lang
from dashboards.context import Context
from dashboards.parts.number import written
from dashboards.parts.status import WORDS
from dashboards.parts.when import clock, elapsed
from layers import _fusion
from layers._fusion import Incident

SHOWN = 30
FRESH = timedelta(seconds=10)
# What the last step of a ticket means to someone who waits for it.
STATES = {
    "reported": ("待受理", "to accept"), "accepted": ("待派单", "to dispatch"), "dispatched": ("已派单", "dispatched"),
    "returned": ("被退回", "returned"), "redispatched": ("已重派", "redispatched"), "extended": ("已延期", "extended"),
    "suspended": ("已挂起", "suspended"), "resumed": ("处置中", "resumed"), "handled": ("已处置", "handled"),
    "checked": ("已核查", "checked"), "reopened": ("已重开", "reopened"),
}  # fmt: skip
STREAMS = {
    "iot": ("物联", "sensors"),
    "video": ("视频", "video"),
    "ticket": ("工单", "tickets"),
    "call": ("热线", "calls"),
}


def place(context: Context, code: str) -> str:
    """District and street, without the city that everybody knows."""
    if code not in context.city.areas:
        return "位置未知" if context.lang == "zh" else "Place unknown"
    return " ".join(context.area_name(a.code) for a in context.city.path(code)[1:]) or context.area_name(code)


def evidence(i: Incident, lang: Lang) -> str:
    """Which streams say so; a single ticket says nothing more than the line itself."""
    at = 0 if lang == "zh" else 1
    if sum(i.count.values()) < 2:
        return ""
    return " · ".join(f"{STREAMS[s][at]} {i.count[s]}" for s in STREAMS if s in i.count)


def owner(i: Incident, city: City, lang: Lang) -> str:
    """The department of the ticket with its state; without a ticket, who owns the instrument, and that nobody was sent."""
    ticket = i.ticket
    code = (ticket or i.lead)["department"]
    name = getattr(city.departments[code].name, lang) if code in city.departments else ""
    if ticket:
        state = STATES.get(ticket["state"], ("", ""))[0 if lang == "zh" else 1]
    else:
        state = "未派单" if lang == "zh" else "not dispatched"
    return " · ".join(part for part in (name, state) if part)


def spent(i: Incident, now: datetime) -> float | None:
    """Share of the time limit that is used up; above 1 it is overdue."""
    ticket = i.ticket
    if not ticket or not ticket["due_at"] or not ticket["since_at"] or ticket["due_at"] <= ticket["since_at"]:
        return None
    return float((now - ticket["since_at"]) / (ticket["due_at"] - ticket["since_at"]))


def short(span: timedelta, lang: Lang) -> str:
    """1:12 under a day, else days: read at a glance."""
    minutes = max(0, int(span.total_seconds() // 60))
    if minutes < 1440:
        return f"{minutes // 60}:{minutes % 60:02d}"
    return f"{minutes // 1440} 天" if lang == "zh" else f"{minutes // 1440} d"


def _clock(i: Incident, context: Context) -> html.Span:
    now, share = context.now(), spent(i, context.now())
    since = i.since_at
    text = short(now - since, context.lang) if since else ">24:00"
    words, bar = _deadline(i, context, share), None
    if share is not None:
        full = " over" if share > 1 else ""
        bar = html.Span(html.I(style={"width": f"{min(share, 1) * 100:.0f}%"}), className=f"left{full}")
    parts = [html.Span(text, className="num"), bar, html.Small(words) if words else None]
    return html.Span([p for p in parts if p is not None], className="clock")


def _deadline(i: Incident, context: Context, share: float | None) -> str:
    if share is None or i.ticket is None:
        return ""
    left = i.ticket["due_at"] - context.now()
    if context.lang == "zh":
        return f"超 {elapsed(-left, 'zh')}" if share > 1 else f"剩 {elapsed(left, 'zh')}"
    return f"{elapsed(-left, 'en')} late" if share > 1 else f"{elapsed(left, 'en')} left"


def _since(i: Incident, context: Context) -> str:
    if i.since_at is None:
        return "已超 24 小时" if context.lang == "zh" else "for over 24 h"
    at = clock(i.since_at.astimezone(context.city.zone), context.now(), context.lang)
    return f"{at} 起" if context.lang == "zh" else f"since {at}"


def row(n: int, i: Incident, context: Context) -> html.Li:
    lead, lang = i.lead, context.lang
    said = " · ".join(part for part in (_fusion.measure(lead, lang), evidence(i, lang)) if part)
    where = {"data-lon": str(lead["lon"]), "data-lat": str(lead["lat"])} if lead["lon"] is not None else {}
    body = [
        html.Span([html.B(str(n)), html.Span(WORDS[i.word].at(lang), className="sr")], className=f"pin {i.word}"),
        html.Span(
            [
                html.B(_fusion.title(lead, context.city, lang), className="what"),
                html.Span(f"{place(context, lead['area_id'])} · {_since(i, context)}"),
                html.Span(owner(i, context.city, lang)),
                html.Span(said, className="src"),
            ],
            className="words",
        ),
        _clock(i, context),
    ]
    act = {"data-act": "pick", "data-layer": lead["layer"], "data-of": str(lead["id"])} | where
    fresh = " fresh" if max(s["at"] for s in i.signals) > context.now() - FRESH else ""
    button = html.Button(body, type="button", **act)
    return html.Li(button, className=i.word + fresh, **{"data-area": lead["area_id"]})


def rows(found: Sequence[Incident], context: Context) -> list[Any]:
    if not found:
        calm = context.lang == "zh"
        return [html.Li([html.B("没有未了的要情" if calm else "Nothing open"),
                         html.Span("告警、超限、紧急视频事件与突发事件出现时列在这里" if calm else "Alarms, limits, grave video events and incidents appear here")],
                        className="none")]  # fmt: skip
    return [row(n, i, context) for n, i in enumerate(found[:SHOWN], 1)]


def summary(found: Sequence[Incident], context: Context) -> str:
    """How many, and how many of them nobody has been sent to yet."""
    alert = sum(i.word == "alert" for i in found)
    unsent = sum(i.ticket is None for i in found)
    if context.lang == "zh":
        return f"{len(found)} 起 · 异常 {alert} · 未派单 {unsent}"
    return f"{len(found)} open · {alert} alert · {unsent} not dispatched"


def overdue(count: int, oldest: datetime | None, context: Context) -> list[Any]:
    """The one line for what is late in the ordinary business of the hotline."""
    zh = context.lang == "zh"
    if not count:
        return [html.Span("没有超期未结的诉求" if zh else "No ticket is overdue", className="t3")]
    ago = elapsed(context.now() - oldest, context.lang) if oldest else ""
    text = f"最久超 {ago}" if zh else f"longest {ago}"
    word = html.Span([html.I(), "超期未结" if zh else "Overdue tickets"], className="s alert")
    number = html.Span([written(count, 0), html.Small("件" if zh else "", className="unit")], className="num")
    return [dcc.Link([word, number, html.Small(text)], href="/indicators/hotline.overdue", className="late")]


def surge(topics: Sequence[dict[str, Any]], context: Context) -> list[Any]:
    zh = context.lang == "zh"
    if not topics:
        return [html.Li(html.Span("近 2 小时没有突增的诉求" if zh else "No topic is surging"), className="none")]
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
