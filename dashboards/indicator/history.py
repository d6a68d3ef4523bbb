"""The history of a series with its choices of grain and span, and its CSV."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from dashboards.context import Context
from dashboards.indicator.ask import GRAINS, SPANS, Ask, export_href
from dashboards.reads.vitals import BANDED


def section(context: Context, ask: Ask) -> list[Any]:
    zh = context.lang == "zh"
    of = context.catalogue[ask.code]
    grains = [
        _choice(GRAINS[g].at(context.lang), ask.href(context, grain=g), g == ask.grain)
        for g in of.grains
        if len(of.grains) > 1
    ]
    spans = [
        _choice(name.at(context.lang), ask.href(context, days=days), days == ask.days)
        for days, name in SPANS[ask.grain]
    ]
    csv = html.A(
        "CSV",
        href=export_href(context, ask, ask.since(context), ask.until(context)),
        className="btn",
        id="ind-csv",
        **{"data-csv": "chart"},
    )
    tools = html.Div(
        [html.Div(grains, className="seg") if grains else None, html.Div(spans, className="seg"), csv],
        className="tools",
    )
    graph = dcc.Graph(
        id="ind-chart",
        figure={"layout": {"xaxis": {"visible": False}, "yaxis": {"visible": False}}},
        className="plot",
        config={"displayModeBar": False, "responsive": True},
    )
    said = (
        f"{of.name.at(context.lang)}的历史曲线；数值见 CSV 与下表"
        if zh
        else f"History of {of.name.en}; the numbers are in the CSV and the tables"
    )
    head = html.Header([html.H2("历史" if zh else "History"), tools])
    note = _note(ask, zh)
    return [head, html.Div(graph, role="img", **{"aria-label": said}), html.P(note, className="t3")]


def _note(ask: Ask, zh: bool) -> str:
    shade = (
        (
            "阴影：同星期同时段 10%–90% 的平常范围；"
            if zh
            else "Shade: usual 10–90 % range of the same weekday and hour; "
        )
        if ask.grain in BANDED
        else ""
    )
    rest = (
        "断开：无数据；菱形：发布后有修订；拖动放大，双击还原"
        if zh
        else "break: no data; diamond: revised later; drag to zoom, double-click to reset"
    )
    return shade + rest


def _choice(name: str, href: str, on: bool) -> dcc.Link:
    return dcc.Link(name, href=href, className="btn on" if on else "btn")
