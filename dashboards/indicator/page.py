"""/indicators/<code>: one number with everything it stands on."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from core.model import Label, Page
from dashboards.context import Context
from dashboards.indicator import card, history, record, tables
from dashboards.indicator.ask import Ask, read_ask, stored, subject_name
from dashboards.parts.empty import empty

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
                    html.Section(history.section(context, ask), className="panel ind-chart"),
                    html.Section(card.lineage(context, ask), className="panel ind-lineage"),
                    html.Div(
                        [tables.section(context, ask, kind, newest) for kind in tables.kinds(context, ask)],
                        className="ind-tables",
                    ),
                    html.Section(record.record(context, ask), id="ind-record", className="panel"),
                ],
                className="ind-grid",
            ),
            dcc.Store(id="ind-ask", data=stored(ask)),
            dcc.Store(id="ind-scale"),
            dcc.Store(id="ind-drawn", data=False),
            dcc.Store(id="ind-changed"),
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


PAGE = Page(path="/indicators/<code>", name=TITLE, layout=layout, order=21, in_menu=False)
