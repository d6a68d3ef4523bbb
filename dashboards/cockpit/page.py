"""领导驾驶舱: what happened in three sentences, five duties with their vitals, why it moved, who must act."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from dash import html

from core import log
from core.model import Label, Page
from core.store import DatabaseFault
from dashboards.cockpit import columns, lights, moves, overdue, sentences
from dashboards.context import Context
from dashboards.live.slots import Slot
from dashboards.parts.empty import failed
from dashboards.parts.when import clock, day
from dashboards.reads.domains import DOMAINS

TITLE = Label("领导驾驶舱", "Cockpit")
Body = Callable[[Context], Any]


def render(body: Body, context: Context) -> dict[str, Any]:
    """A box that cannot be read says so in its own place and leaves the others alone."""
    try:
        return {"children": body(replace(context, params={}))}
    except DatabaseFault as error:
        log.get("cockpit").warning("box not read", box=getattr(body, "__name__", str(body)), error=str(error))
        return {"children": failed(context.lang)}


def head(context: Context) -> list[Any]:
    now = context.now()
    at = f"{day(now, context.lang)} {clock(now, now, context.lang)}"
    city = context.city.file.name.label.at(context.lang)
    return [html.Span(f"{city} · 截至 {at}" if context.lang == "zh" else f"{city} · as of {at}")]


def slots() -> tuple[Slot, ...]:
    duties = (_slot(f"ck-{d.key}", partial(columns.column, d), d.vitals) for d in DOMAINS)
    return (
        _slot("ck-head", head, ("*",)),
        _slot("ck-says", sentences.sentences, ("*",), ("hotline.ticket",)),
        *duties,
        _slot("ck-moves", moves.panel, ("*",)),
        _slot("ck-lights", lights.panel, lights.CODES),
        _slot("ck-overdue", overdue.panel, ("hotline.overdue",), ("hotline.ticket",)),
    )


def _slot(id: str, body: Body, indicators: tuple[str, ...], streams: tuple[str, ...] = ()) -> Slot:
    return Slot(id, partial(render, body), indicators=indicators, streams=streams)


def layout(context: Context) -> html.Div:
    box = {slot.id: slot.render(context)["children"] for slot in SLOTS}
    duties = [html.Section(box[f"ck-{d.key}"], id=f"ck-{d.key}", className="column") for d in DOMAINS]
    lower = [
        html.Section(box[f"ck-{key}"], id=f"ck-{key}", className="panel") for key in ("moves", "lights", "overdue")
    ]
    return html.Div(
        [
            html.Header(
                [
                    html.H1(context.text(TITLE), className="paper-only"),
                    html.Div(box["ck-head"], id="ck-head", className="t3"),
                ],
                className="page-head",
            ),
            html.Div(box["ck-says"], id="ck-says", className="says"),
            html.Div(duties, className="columns"),
            html.Div(lower, className="lower"),
        ],
        className="cockpit",
    )


SLOTS = slots()
PAGE = Page(path="/cockpit", name=TITLE, layout=layout, order=10)
