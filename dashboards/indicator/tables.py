"""The tables of an indicator page: by area, by source, by department, and the record of changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import dash_ag_grid as dag
from dash import dcc, html

from core.model import Label, SubjectKind, Value
from dashboards.context import Context
from dashboards.indicator.areamap import areamap
from dashboards.indicator.ask import Ask, export_href
from dashboards.indicator.rows import rows, values_of
from dashboards.parts.empty import empty
from dashboards.parts.number import unit
from dashboards.parts.table import column, table

NAMES: dict[SubjectKind, Label] = {
    "area": Label("区域", "Area"),
    "source": Label("来源", "Source"),
    "department": Label("部门", "Department"),
}
HEADS: dict[SubjectKind, Label] = {
    "area": Label("分区域", "By area"),
    "source": Label("分来源", "By source"),
    "department": Label("分部门", "By department"),
}


def columns(context: Context, ask: Ask, kind: SubjectKind, shown: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Only columns in which some row says something."""
    of, zh = context.catalogue[ask.code], context.lang == "zh"
    size = unit(of.unit, context.lang)
    found = [
        column(
            "name",
            NAMES[kind].at(context.lang),
            flex=3,
            minWidth=150,
            cellRenderer="CityLink",
            wrapText=True,
            autoHeight=True,
        ),
        column("status_text", "状态" if zh else "Status", cellRenderer="CityStatus", minWidth=90),
        column("value", ("数值" if zh else "Value") + (f" {size}" if size else ""), number=True),
    ]
    if any(r["denominator"] is not None for r in shown):
        found.append(
            column("numerator", of.numerator_name.at(context.lang) or ("分子" if zh else "Numerator"), number=True)
        )
        found.append(
            column(
                "denominator", of.denominator_name.at(context.lang) or ("分母" if zh else "Denominator"), number=True
            )
        )
    found.append(column("until", "数据截至" if zh else "Data until", minWidth=110))
    return [*found, column("detail", "详情" if zh else "Detail", flex=2)] if any(r["detail"] for r in shown) else found


def kinds(context: Context, ask: Ask) -> list[SubjectKind]:
    """Which tables this page has: below an area its children; for the city also sources and departments."""
    if ask.subject_kind != "area":
        return []
    of = context.catalogue[ask.code]
    below: list[SubjectKind] = ["area"] if "area" in of.subjects and context.city.children(ask.subject) else []
    city: list[SubjectKind] = ["department", "source"] if ask.subject == context.city.code else []
    return below + [k for k in city if k in of.subjects]


def section(context: Context, ask: Ask, kind: SubjectKind, newest: Value | None) -> html.Section:
    zh = context.lang == "zh"
    values = values_of(context, ask, kind, newest)
    shown = rows(context, ask, kind, values)
    links = [_csv(context, ask, kind, values)] if values else []
    if kind == "area":
        links.insert(0, dcc.Link("在地图上看" if zh else "On the map", href=map_href(context, ask), className="btn"))
    head = html.Header([html.H2(HEADS[kind].at(context.lang)), html.Div(links, className="tools")])
    body: dag.AgGrid | html.Div
    if shown:
        body = table(
            {"type": "ind-table", "kind": kind}, columns(context, ask, kind, shown), shown, context.lang, "subject"
        )
    else:
        body = empty(
            "没有数据" if zh else "No data",
            "这一层还没有算出数值" if zh else "Nothing has been computed at this level yet",
        )
    drawn = html.Div(areamap(context, ask, shown) if kind == "area" else [], id={"type": "ind-map", "kind": kind})
    return html.Section([head, html.Div([drawn, body], className="with-map")], className="panel")


def map_href(context: Context, ask: Ask) -> str:
    area = "" if ask.subject == context.city.code else f"&area={ask.subject}"
    return f"/?indicator={ask.code}{area}"


def _csv(context: Context, ask: Ask, kind: SubjectKind, values: Sequence[Value]) -> html.A:
    """The one period of the table."""
    last = max(values, key=lambda v: v.period_start_at)
    children = [a.code for a in context.city.children(ask.subject)] if kind == "area" else []
    asked = replace(ask, subject_kind=kind, subject=ask.subject if kind == "area" else "")
    href = export_href(context, asked, last.period_start_at, last.period_end_at, children)
    return html.A("CSV", href=href, className="btn", **{"data-csv": kind})
