"""The tables of an indicator page: by area, by source, by department, and the record of changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import dash_ag_grid as dag
from dash import dcc, html

from core.model import Label, SubjectKind, Value
from dashboards.context import Context
from dashboards.indicator_ask import Ask, export_href, subject_name
from dashboards.indicator_chart import changes
from dashboards.parts.empty import empty
from dashboards.parts.number import spoken, unit, written
from dashboards.parts.status import WORDS, rank
from dashboards.parts.table import column, table
from dashboards.parts.when import clock, period
from dashboards.vitals import read_at

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


def values_of(context: Context, ask: Ask, kind: SubjectKind, newest: Value | None) -> list[Value]:
    """Areas: the children in the very period the page shows. Sources and departments: the newest of each."""
    if kind == "area":
        children = [a.code for a in context.city.children(ask.subject)]
        return (
            read_at(context, [(ask.code, ask.grain, newest.period_start_at)], children) if newest and children else []
        )
    found = [
        Value(**r) for r in context.store.read("indicator_subjects", code=ask.code, grain=ask.grain, subject_kind=kind)
    ]
    if context.as_of:
        found = list(context.by_subject(ask.code, kind, [v.subject for v in found], ask.grain).values())
    last = max((v.period_start_at for v in found), default=None)
    return [v if v.period_start_at == last else _silent(v) for v in found]


def _silent(value: Value) -> Value:
    """A table stands for one period: who has no value in it is silent, and what it said before is not shown as now."""
    return replace(value, value=None, numerator=None, denominator=None, status="stale", detail="", reason="")


def rows(context: Context, ask: Ask, kind: SubjectKind, values: Sequence[Value]) -> list[dict[str, Any]]:
    of = context.catalogue[ask.code]
    known = {v.subject: v for v in values}
    subjects = [a.code for a in context.city.children(ask.subject)] if kind == "area" else list(known)
    made = [_row(context, ask, kind, s, known.get(s), of.decimals) for s in subjects]
    return sorted(made, key=lambda r: (r["rank"], r["value"] is None))


def _row(
    context: Context, ask: Ask, kind: SubjectKind, subject: str, value: Value | None, decimals: int
) -> dict[str, Any]:
    word = value.status if value else "none"
    until = value.data_until_at.astimezone(context.city.zone) if value and value.data_until_at else None
    amounts = (
        {"value": (value.value, decimals), "numerator": (value.numerator, 2), "denominator": (value.denominator, 2)}
        if value
        else {}
    )
    row: dict[str, Any] = {
        "subject": subject,
        "name": subject_name(context, kind, subject),
        "href": ask.href(context, subject_kind=kind, subject=subject),
        "status": word,
        "rank": rank(word),
        "status_text": WORDS[word].at(context.lang),
        "until": clock(until, context.now(), context.lang) if until else "—",
        "detail": (spoken(value.detail, context.lang) or value.reason) if value else "",
    }
    for field in ("value", "numerator", "denominator"):
        amount, places = amounts.get(field, (None, 0))
        whole = amount is not None and field != "value" and amount == int(amount)
        row |= {field: amount, f"{field}_text": written(amount, 0 if whole else places)}
    return row


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
    return html.Section([head, body], className="panel")


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


def record(context: Context, ask: Ask) -> list[Any]:
    zh, of = context.lang == "zh", context.catalogue[ask.code]
    found = changes(context, ask, 30)
    head = html.Header(
        [
            html.H2("变更记录" if zh else "Record of changes"),
            html.Small("各期数值按当时所知保留" if zh else "Each period stays as it was known then"),
        ]
    )
    if not found:
        return [
            head,
            empty("没有修订", "所示时段的数值发布后没有变过")
            if zh
            else empty("No revisions", "No value of this span changed after it was published"),
        ]
    names = (
        ("时段", "修订时间", "原值", "新值", "口径")
        if zh
        else ("Period", "Revised at", "Before", "After", "Definition")
    )
    cells = [html.Tr([html.Th(n, scope="col", className="r" if i in (2, 3) else None) for i, n in enumerate(names)])]
    zone, now = context.city.zone, context.now()
    body = [
        html.Tr(
            [
                html.Td(period(r["period_start_at"].astimezone(zone), ask.grain, context.lang)),
                html.Td(clock(r["known_at"].astimezone(zone), now, context.lang)),
                html.Td(written(r["old_value"], of.decimals), className="r"),
                html.Td(written(r["value"], of.decimals), className="r"),
                html.Td(
                    r["definition"]
                    if r["definition"] == r["old_definition"]
                    else f"{r['old_definition']} → {r['definition']}"
                ),
            ]
        )
        for r in found
    ]
    return [
        head,
        html.Div(html.Table([html.Thead(cells), html.Tbody(body)], className="grid"), className="scroll", tabIndex="0"),
    ]
