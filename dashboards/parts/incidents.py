"""当前要情: what is wrong, where, since when, who is on it, and which streams say so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from dash import html

from core.city import City
from core.model import Lang
from dashboards.context import Context
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


def rows(found: Sequence[Incident], context: Context, silent: str) -> list[Any]:
    """`silent` names the streams that say nothing: without them the list is not known to be whole."""
    shown = [row(n, i, context) for n, i in enumerate(found[:SHOWN], 1)]
    return shown if shown and not silent else [*shown, _note(bool(shown), context.lang, silent)]


def _note(any_shown: bool, lang: Lang, silent: str) -> html.Li:
    zh = lang == "zh"
    if not silent:
        head = "没有未了的要情" if zh else "Nothing open"
        why = (
            "告警、超限、紧急视频事件与突发事件出现时列在这里"
            if zh
            else "Alarms, limits, grave video events and incidents appear here"
        )
    elif any_shown:
        head, why = ("可能不全", f"缺 {silent}") if zh else ("May be incomplete", f"Missing: {silent}")
    else:
        head, why = (
            ("要情未知", f"没有数据可以判断：{silent}") if zh else ("Not known", f"No data to judge by: {silent}")
        )
    return html.Li([html.B(head), html.Span(why)], className="none")


def summary(found: Sequence[Incident], context: Context, silent: str) -> str:
    """How many, and how many of them nobody has been sent to yet; nothing where nothing is known."""
    if silent and not found:
        return ""
    alert = sum(i.word == "alert" for i in found)
    unsent = sum(i.ticket is None for i in found)
    if context.lang == "zh":
        return f"{len(found)} 起 · 异常 {alert} · 未派单 {unsent}"
    return f"{len(found)} open · {alert} alert · {unsent} not dispatched"
