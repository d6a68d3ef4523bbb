"""What stands in each live box of the one map: read, then hand to a part."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from dash import html

from dashboards.context import Context
from dashboards.onemap import mapdata
from dashboards.parts import citizens
from dashboards.parts import incidents as parts
from dashboards.parts import ribbon as strip
from dashboards.parts import vitals as rows
from dashboards.reads import silence
from dashboards.reads import vitals as reads
from layers import _fusion

# Whatever an incident can be made of.
HEARD = (silence.IOT, silence.VIDEO, silence.TICKETS)
HAPPENINGS = ["video_event", "hotline_accepted"]
# A topic surges when it has at least so many tickets, and lies so far over its median in units of its own scatter.
SURGE = {"least": 4, "sigma": 2.5}


def _found(context: Context) -> list[_fusion.Incident]:
    layer = mapdata.find("incidents")
    return _fusion.fuse(mapdata.rows(context, layer, mapdata.view(context)))


def incidents(context: Context) -> list[Any]:
    found, silent = _found(context), silence.said(context, HEARD)
    name = "当前要情" if context.lang == "zh" else "Needs attention"
    head = html.Header([html.H2(name), html.Small(parts.summary(found, context, silent))])
    # A list that scrolls must be reachable without a pointer.
    return [
        head,
        html.Ol(parts.rows(found, context, silent), className="incidents", tabIndex=0, **{"aria-label": name}),
    ]


def overdue(context: Context) -> list[Any]:
    row = context.store.read("onemap_overdue", now=context.now())[0]
    return citizens.overdue(row["n"], row["oldest_at"], context, silence.said(context, [silence.TICKETS]))


def surge(context: Context) -> list[Any]:
    topics = context.store.read("onemap_surging", now=context.now(), categories=mapdata.urgent(context.city), **SURGE)
    return citizens.surge(topics, context, silence.said(context, [silence.TICKETS]))


def city_vitals(context: Context) -> list[Any]:
    return vitals(replace(context, params={}))


def vitals(context: Context) -> list[Any]:
    area = context.area if context.area != context.city.code else ""
    return rows.groups(reads.read(context, rows.CODES), context.lang, area)


def ribbon(context: Context) -> list[Any]:
    now = context.now()
    since = strip.starts(now)[0]
    found = context.store.read("onemap_volume", measures=HAPPENINGS, since=since, now=now)
    volume = {row["bucket_at"]: int(row["n"]) for row in found}
    alarms = context.store.read("onemap_alarms", since=since, now=now, categories=mapdata.urgent(context.city))
    drawn = strip.ribbon(volume, {a["bucket_at"]: a["grave"] for a in alarms}, now, context.lang)
    return [html.Div(drawn, className="strip"), _state(context, sum(a["n"] for a in alarms))]


def _state(context: Context, alarms: int) -> html.Div:
    """实时, or that nothing has come: the ribbon must not look alive when it is not, nor count what nobody heard."""
    zh, now = context.lang == "zh", context.now()
    arrived = silence.arrived(context)
    last = max(filter(None, arrived.values()), default=None)
    live = last is not None and now - last < timedelta(minutes=10)
    word = ("实时" if zh else "Live") if live else ("没有新数据" if zh else "No new data")
    mark = html.Span([html.I(), word], className=f"s {'good' if live else 'stale'}")
    n = alarms if alarms or any(arrived[stream] for stream in HEARD) else "—"
    said = f"24 小时告警 {n}" if zh else f"{n} alarms in 24 h"
    return html.Div([mark, html.B(f"{now:%H:%M}", className="num"), html.Small(said)], className="state-now")
