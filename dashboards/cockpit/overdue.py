"""Tickets past their limit: what, where, whose, and the clock."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from core.store import Row
from dashboards.context import Context
from dashboards.parts.csv import csv_button
from dashboards.parts.empty import empty
from dashboards.parts.status import status
from dashboards.parts.when import elapsed
from dashboards.reads import silence

_READ, _SHOWN = 200, 5


def read(context: Context) -> list[Row]:
    return context.store.read("cockpit_overdue", at=context.now(), area=context.area, rows=_READ)


def departments(context: Context, late: list[Row]) -> list[tuple[str, int]]:
    """Departments by their overdue tickets, most first."""
    counts = {row["department"]: row["department_n"] for row in late}
    return sorted(((department(context, code), n) for code, n in counts.items()), key=lambda pair: -pair[1])


def department(context: Context, code: str | None) -> str:
    known = context.city.departments.get(code or "")
    if known:
        return known.name.label.at(context.lang)
    return code or ("未派单" if context.lang == "zh" else "not dispatched")


def category(context: Context, code: str | None) -> str:
    """A code the pack does not know is shown as it came."""
    known = context.city.categories.get(code or "")
    if known:
        return known.name.label.at(context.lang)
    return code or ("未分类" if context.lang == "zh" else "Uncategorised")


def place(context: Context, code: str) -> str:
    """District and street, without the city everybody knows."""
    if code not in context.city.areas:
        return ""
    chain = [a.name_zh if context.lang == "zh" else a.name_en for a in context.city.path(code)[1:]]
    return ("" if context.lang == "zh" else ", ").join(chain if context.lang == "zh" else chain[::-1])


def panel(context: Context) -> list[Any]:
    zh = context.lang == "zh"
    late = read(context)
    name = "超期督办" if zh else "Overdue"
    if not late:
        return [html.Header(html.H2(name)), _none(zh, silent(context))]
    count = f"{late[0]['late_n']:,} 件，其中" if zh else f"{late[0]['late_n']:,} tickets, of them "
    head = html.Header(
        [
            html.H2(name),
            html.Small([count, of_hotline(late, zh)]),
            csv_button("ck-overdue", "overdue", context.lang, "li"),
        ]
    )
    return [head, html.Ul([_row(context, row) for row in late[:_SHOWN]], className="late")]


def silent(context: Context) -> str:
    return silence.said(context, [silence.TICKETS])


def _none(zh: bool, silent: str) -> html.Div:
    if silent:
        return empty("超期情况未知", silent) if zh else empty("Not known", silent)
    if zh:
        return empty("没有超期工单", "所有在办工单都在时限内")
    return empty("Nothing overdue", "Every open ticket is within its limit")


def of_hotline(late: list[Row], zh: bool) -> dcc.Link:
    """The part that has an indicator; what patrols and devices reported is urban management's."""
    number = late[0]["hotline_n"]
    return dcc.Link(f"热线 {number:,} 件" if zh else f"{number:,} of the hotline", href="/indicators/hotline.overdue")


def _row(context: Context, row: Row) -> html.Li:
    zh = context.lang == "zh"
    span = elapsed(context.now() - row["due_at"], context.lang)
    whose = " · ".join(p for p in (department(context, row["department"]), place(context, row["area_id"])) if p)
    words = [html.Span(category(context, row["category"]), className="late-what"), html.Span(whose, className="t3")]
    clock = status("alert", context.lang, f"超 {span}" if zh else f"{span} over")
    return html.Li([html.Div(words), clock])
