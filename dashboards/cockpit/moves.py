"""昨日以来的变化: the largest changes, and for the first ones the districts they came from, to the last place."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from core.model import Label
from dashboards.context import Context
from dashboards.parts.csv import csv_button
from dashboards.parts.empty import empty
from dashboards.parts.number import measured, written
from dashboards.parts.status import status
from dashboards.parts.trend import difference
from dashboards.parts.waterfall import waterfall
from dashboards.reads import moves

TITLE = Label("昨日以来的变化", "Changes since yesterday")
SUMMED = Label("各部分之和等于变化，残差为 0", "Parts sum to the change, residual 0")
_SHOWN = 4


def panel(context: Context) -> list[Any]:
    found = moves.find(context, context.latest(context.catalogue))[:_SHOWN]
    why = {m.now.indicator: _why(context, m) for m in found}
    opened = next((code for code, parts in why.items() if parts is not None), "")
    head = html.Header([html.H2(context.text(TITLE)), html.Small(context.text(SUMMED)) if opened else None])
    if not found:
        return [head, _nothing(context)]
    head.children.append(csv_button("ck-moves", "changes", context.lang, "summary,.fall"))
    return [head, *(_row(context, m, why[m.now.indicator], m.now.indicator == opened) for m in found)]


def _nothing(context: Context) -> html.Div:
    if context.lang == "zh":
        return empty("还没有可比的变化", "有昨日同时的数值后，这里列出变化最大的指标和原因")
    return empty(
        "Nothing to compare yet", "Once there are values of yesterday, the largest changes and their causes stand here"
    )


def _row(context: Context, move: moves.Move, why: Any, opened: bool) -> html.Details:
    of = context.catalogue[move.now.indicator]
    change = difference(move.now.value, move.base.value, of.unit, of.decimals, context.lang)
    values = f"{written(move.base.value, of.decimals)} → {measured(move.now.value, of.unit, of.decimals, context.lang)}"
    cells = [
        status(move.now.status, context.lang, " "),
        html.Span(of.name.at(context.lang)),
        html.Span(values, className="num quiet"),
        html.B(change, className="num"),
    ]
    return html.Details(
        [html.Summary(cells), html.Div([why, _more(context, of.code)], className="why")], open=opened, className="move"
    )


def _more(context: Context, code: str) -> dcc.Link:
    return dcc.Link(
        "指标详情" if context.lang == "zh" else "Indicator page", href=f"/indicators/{code}", className="more"
    )


def _why(context: Context, move: moves.Move) -> Any:
    of = context.catalogue[move.now.indicator]
    parts = moves.parts(context, move, of.better, of.decimals)
    if not parts:
        return None
    zh = context.lang == "zh"
    start, end = (
        ("昨日" if zh else "Yesterday", move.base.value or 0.0),
        ("现在" if zh else "Now", move.now.value or 0.0),
    )
    return waterfall(start, parts, end, of.better, of.decimals)
