"""What an open indicator page is sent while it is open: points of the chart, the head, the rows of its tables."""

from __future__ import annotations

import asyncio
from typing import Any

from dash import ALL, Input, Output, Patch, State, callback, clientside_callback, ctx, no_update

from core.model import SubjectKind
from dashboards.context import Context, app_context
from dashboards.indicator import card, chart, record, series
from dashboards.indicator.areamap import areamap
from dashboards.indicator.ask import Ask
from dashboards.indicator.rows import rows, values_of

clientside_callback(
    "function () { return parseFloat(getComputedStyle(document.body).fontSize) / 15 || 1; }",
    Output("ind-scale", "data"),
    Input("ind-ask", "data"),
)
# The news of other indicators stays in the browser: a page asks again only for what it shows.
clientside_callback(
    "(changed, ask) => changed?.codes?.includes(ask.code) ? changed : dash_clientside.no_update",
    Output("ind-changed", "data"),
    Input("changed", "data"),
    State("ind-ask", "data"),
)


def _view(spec: dict[str, Any], lang: str | None, theme: str | None) -> tuple[Context, Ask]:
    return app_context(lang=lang or "zh", theme=theme or "dark"), Ask(**spec)


@callback(
    Output("ind-chart", "figure"),
    Output("ind-drawn", "data"),
    Input("ind-scale", "data"),
    Input("ind-changed", "data"),
    State("ind-drawn", "data"),
    State("ind-ask", "data"),
    State("lang", "data"),
    State("theme", "data"),
    prevent_initial_call=True,
)
async def draw_chart(
    scale: float | None,
    _changed: dict[str, Any] | None,
    drawn: bool,
    spec: dict[str, Any],
    lang: str | None,
    theme: str | None,
) -> Any:
    if not scale:
        return no_update, no_update
    context, ask = _view(spec, lang, theme)
    found = await asyncio.to_thread(series.read, context, ask)
    # Of two answers under way Dash keeps the later one: points alone would then stand on axes that never came.
    if ctx.triggered_id == "ind-changed" and drawn:
        return _patch(chart.traces(context, ask, found, scale)), True
    return chart.figure(context, ask, found, scale), True


def _patch(traces: list[dict[str, Any]]) -> Patch:
    """Only the points: a whole figure would throw away the reader's zoom."""
    patch = Patch()
    for i, trace in enumerate(traces):
        for key in ("x", "y", "text"):
            if key in trace:
                patch["data"][i][key] = trace[key]
    return patch


@callback(
    Output("ind-head", "children"),
    Output("ind-formula", "children"),
    Output("ind-record", "children"),
    Output({"type": "ind-table", "kind": ALL}, "rowData"),
    Output({"type": "ind-map", "kind": ALL}, "children"),
    Input("ind-changed", "data"),
    State("ind-ask", "data"),
    State({"type": "ind-table", "kind": ALL}, "id"),
    State({"type": "ind-map", "kind": ALL}, "id"),
    State("lang", "data"),
    State("theme", "data"),
    prevent_initial_call=True,
)
async def refresh(
    changed: dict[str, Any] | None,
    spec: dict[str, Any],
    tables: list[dict[str, Any]],
    maps: list[dict[str, Any]],
    lang: str | None,
    theme: str | None,
) -> Any:
    if not changed:
        return no_update, no_update, no_update, [no_update] * len(tables), [no_update] * len(maps)
    context, ask = _view(spec, lang, theme)
    return await asyncio.to_thread(_refreshed, context, ask, [of["kind"] for of in tables], [of["kind"] for of in maps])


def _refreshed(context: Context, ask: Ask, tables: list[SubjectKind], maps: list[SubjectKind]) -> Any:
    newest = card.newest(context, ask)
    shown = {kind: rows(context, ask, kind, values_of(context, ask, kind, newest)) for kind in {*tables, *maps}}
    drawn = [areamap(context, ask, shown[kind]) if kind == "area" else [] for kind in maps]
    heads = card.head(context, ask), card.formula(context, ask), record.record(context, ask)
    return *heads, [shown[kind] for kind in tables], drawn
