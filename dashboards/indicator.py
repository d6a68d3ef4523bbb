"""/indicators/<code>: one number with everything it stands on."""

from __future__ import annotations

import asyncio
from typing import Any, cast

from dash import ALL, Input, Output, Patch, State, callback, clientside_callback, ctx, dcc, html, no_update

from core.model import Label, Page, SubjectKind
from dashboards import indicator_card as card
from dashboards import indicator_chart as chart
from dashboards import indicator_tables as tables
from dashboards.context import Context, app_context
from dashboards.indicator_ask import GRAINS, SPANS, Ask, export_href, read_ask, stored, subject_name
from dashboards.parts.empty import empty
from dashboards.vitals import BANDED

TITLE = Label("指标详情", "Indicator")


def layout(context: Context) -> html.Div:
    of = context.catalogue.get(context.params.get("code", ""))
    if of is None:
        return not_found(context)
    ask = read_ask(context, of)
    newest = card.newest(context, ask)
    return html.Div(
        [
            html.Header(
                [_crumbs(context, ask), html.H1(of.name.at(context.lang)), html.Code(of.code, className="t3")],
                className="page-head",
            ),
            html.Div(
                [
                    html.Section(card.head(context, ask), id="ind-head", className="panel ind-head"),
                    html.Section(card.formula(context, ask), id="ind-formula", className="panel"),
                    html.Section(_history(context, ask), className="panel ind-chart"),
                    html.Section(card.lineage(context, ask), className="panel ind-lineage"),
                    html.Div(
                        [tables.section(context, ask, kind, newest) for kind in tables.kinds(context, ask)],
                        className="ind-tables",
                    ),
                    html.Section(tables.record(context, ask), id="ind-record", className="panel"),
                ],
                className="ind-grid",
            ),
            dcc.Store(id="ind-ask", data=stored(ask)),
            dcc.Store(id="ind-scale"),
        ],
        className="indicator",
    )


def not_found(context: Context) -> html.Div:
    code, zh = context.params.get("code", ""), context.lang == "zh"
    why = f"目录中没有编号为“{code}”的指标" if zh else f"The catalogue holds no indicator with the code “{code}”"
    link = dcc.Link("查看全部指标" if zh else "See all indicators", href="/indicators", className="btn")
    return html.Div(
        [html.H1("没有这个指标" if zh else "No such indicator"), empty(why, ""), link], className="indicator missing"
    )


def _crumbs(context: Context, ask: Ask) -> html.Nav:
    zh = context.lang == "zh"
    parts: list[Any] = [dcc.Link("全部指标" if zh else "All indicators", href="/indicators")]
    if ask.subject_kind == "area":
        above = context.city.path(ask.subject)
        parts += [dcc.Link(context.area_name(a.code), href=ask.href(context, subject=a.code)) for a in above[:-1]]
    else:
        parts.append(
            dcc.Link(
                context.area_name(context.city.code),
                href=ask.href(context, subject_kind="area", subject=context.city.code),
            )
        )
    parts.append(html.B(subject_name(context, ask.subject_kind, ask.subject)))
    return html.Nav([html.Span(p) for p in parts], className="crumbs", **{"aria-label": "位置" if zh else "Breadcrumb"})


def _history(context: Context, ask: Ask) -> list[Any]:
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


def _view(spec: dict[str, Any], lang: str | None, theme: str | None) -> tuple[Context, Ask]:
    return app_context(lang=lang or "zh", theme=theme or "dark"), Ask(**spec)


clientside_callback(
    "function () { return parseFloat(getComputedStyle(document.body).fontSize) / 15 || 1; }",
    Output("ind-scale", "data"),
    Input("ind-ask", "data"),
)


@callback(
    Output("ind-chart", "figure"),
    Input("ind-scale", "data"),
    Input("changed", "data"),
    State("ind-ask", "data"),
    State("lang", "data"),
    State("theme", "data"),
    prevent_initial_call=True,
)
async def draw_chart(
    scale: float | None, changed: dict[str, Any] | None, spec: dict[str, Any], lang: str | None, theme: str | None
) -> Any:
    if not scale:
        return no_update
    live = ctx.triggered_id == "changed"
    if live and not _concerns(changed, spec):
        return no_update
    context, ask = _view(spec, lang, theme)
    series = await asyncio.to_thread(chart.read, context, ask)
    return _patch(chart.traces(context, ask, series, scale)) if live else chart.figure(context, ask, series, scale)


def _concerns(changed: dict[str, Any] | None, spec: dict[str, Any]) -> bool:
    return spec["code"] in (changed or {}).get("codes", ())


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
    Input("changed", "data"),
    State("ind-ask", "data"),
    State({"type": "ind-table", "kind": ALL}, "id"),
    State("lang", "data"),
    State("theme", "data"),
    prevent_initial_call=True,
)
async def refresh(
    changed: dict[str, Any] | None, spec: dict[str, Any], ids: list[dict[str, str]], lang: str | None, theme: str | None
) -> Any:
    if not _concerns(changed, spec):
        return no_update, no_update, no_update, [no_update] * len(ids)
    context, ask = _view(spec, lang, theme)
    return await asyncio.to_thread(_refreshed, context, ask, [cast(SubjectKind, i["kind"]) for i in ids])


def _refreshed(context: Context, ask: Ask, kinds: list[SubjectKind]) -> Any:
    newest = card.newest(context, ask)
    grids = [tables.rows(context, ask, kind, tables.values_of(context, ask, kind, newest)) for kind in kinds]
    return card.head(context, ask), card.formula(context, ask), tables.record(context, ask), grids


PAGE = Page(path="/indicators/<code>", name=TITLE, layout=layout, order=21, in_menu=False)
