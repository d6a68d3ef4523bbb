"""/indicators: every indicator of the city on one row, found by name, duty, status or owner."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any
from urllib.parse import urlencode

from dash import Input, Output, State, callback, dcc, html, no_update

from core.model import Indicator, Label, Page, Value
from dashboards.context import Context, app_context
from dashboards.parts.card import Vital, freshness
from dashboards.parts.csv import csv_button
from dashboards.parts.number import measured
from dashboards.parts.status import WORDS, rank
from dashboards.parts.table import column, table
from dashboards.reads.domains import DOMAINS, OTHER, domain_of

TITLE = Label("全部指标", "All indicators")
Asked = dict[str, str]


def layout(context: Context) -> html.Div:
    asked = {k: context.params.get(k, "") for k in ("domain", "status", "owner", "q")}
    every = rows(context)
    shown = kept(every, asked)
    zh = context.lang == "zh"
    find = "按名称或编号查找" if zh else "Find by name or code"
    box = dcc.Input(id="ix-search", type="search", value=asked["q"], debounce=False, placeholder=find)
    search = html.Label([html.Span(find, className="sr"), box])
    return html.Div(
        [
            html.Header(
                [
                    html.H1(context.text(TITLE), className="paper-only"),
                    html.Span(_count(len(shown), len(every), zh), id="ix-count", className="t3", role="status"),
                ],
                className="page-head",
            ),
            html.Div(
                [
                    search,
                    _owners(context, asked, every),
                    _chips(context, "domain", asked, every),
                    _chips(context, "status", asked, every),
                ],
                className="filters",
            ),
            html.Section(
                [
                    html.Header([html.Span(), csv_button("ix-table", "indicators", context.lang)]),
                    table("ix-table", columns(context), shown, context.lang, "code"),
                ],
                className="panel",
            ),
            dcc.Store(id="ix-asked", data=asked),
        ],
        className="index",
    )


def rows(context: Context) -> list[dict[str, Any]]:
    latest = context.latest(context.catalogue)
    made = [_row(context, of, latest.get(code)) for code, of in context.catalogue.items()]
    return sorted(made, key=lambda r: (r["rank"], r["domain_no"], r["code"]))


def _row(context: Context, of: Indicator, value: Value | None) -> dict[str, Any]:
    word, lang = value.status if value else "none", context.lang
    duty = domain_of(of)
    owner = context.city.departments.get(of.owner)
    amount = value.value if value else None
    return {
        "code": of.code,
        "name": of.name.at(lang),
        "href": f"/indicators/{of.code}",
        "domain": duty.key or "other",
        "domain_no": DOMAINS.index(duty) if duty in DOMAINS else len(DOMAINS),
        "domain_text": duty.name.at(lang),
        "status": word,
        "rank": rank(word),
        "status_text": WORDS[word].at(lang),
        "value": amount,
        "value_text": measured(amount, of.unit, of.decimals, lang),
        "fresh": freshness(Vital(of, value, context.now()), lang),
        "owner": of.owner,
        "owner_text": owner.name.label.at(lang) if owner else of.owner,
    }


def kept(every: list[dict[str, Any]], asked: Asked) -> list[dict[str, Any]]:
    words = asked.get("q", "").casefold().split()
    fields = [f for f in ("domain", "status", "owner") if asked.get(f)]
    return [
        r
        for r in every
        if all(r[f] == asked[f] for f in fields) and all(w in f"{r['name']} {r['code']}".casefold() for w in words)
    ]


def columns(context: Context) -> list[dict[str, Any]]:
    zh = context.lang == "zh"
    return [
        column("name", "指标" if zh else "Indicator", flex=3, minWidth=170, cellRenderer="CityLink"),
        column("status_text", "状态" if zh else "Status", cellRenderer="CityStatus", minWidth=92),
        column("value", "数值" if zh else "Value", number=True, minWidth=150),
        column("fresh", "更新" if zh else "Freshness", flex=2, minWidth=130),
        column("domain_text", "职责" if zh else "Duty", minWidth=100 if zh else 160),
        column("owner_text", "责任单位" if zh else "Owner", flex=2, minWidth=140),
    ]


def _count(shown: int, every: int, zh: bool) -> str:
    return f"{shown} / {every} 项" if zh else f"{shown} of {every}"


def _chips(context: Context, field: str, asked: Asked, every: list[dict[str, Any]]) -> html.Div:
    """One link a choice, with how many rows it leaves under the other filters."""
    counts = Counter(r[field] for r in kept(every, asked | {field: ""}))
    names = _names(context, field)
    all_of = "全部" if context.lang == "zh" else "All"
    chips = [_chip(all_of, sum(counts.values()), asked | {field: ""}, not asked[field])]
    chips += [
        _chip(name, counts[key], asked | {field: key}, asked[field] == key)
        for key, name in names
        if counts[key] or asked[field] == key
    ]
    label = {"domain": ("职责", "Duty"), "status": ("状态", "Status")}[field][context.lang == "en"]
    return html.Div([html.Span(label, className="t3"), *chips], className="seg")


def _names(context: Context, field: str) -> list[tuple[str, str]]:
    if field == "status":
        return [(key, word.at(context.lang)) for key, word in WORDS.items()]
    return [(d.key or "other", d.name.at(context.lang)) for d in (*DOMAINS, OTHER)]


def _chip(name: str, n: int, asked: Asked, on: bool) -> dcc.Link:
    query = urlencode({k: v for k, v in asked.items() if v})
    return dcc.Link(
        [name, html.Small(f" {n}")],
        href="/indicators" + (f"?{query}" if query else ""),
        className="btn on" if on else "btn",
    )


def _owners(context: Context, asked: Asked, every: list[dict[str, Any]]) -> html.Details:
    """Some dozens of departments: folded away, each a link like the other filters."""
    counts = Counter(r["owner"] for r in kept(every, asked | {"owner": ""}))
    names = {r["owner"]: r["owner_text"] for r in every}
    word, all_of = ("责任单位", "全部") if context.lang == "zh" else ("Owner", "All")
    chips = [_chip(all_of, sum(counts.values()), asked | {"owner": ""}, not asked["owner"])]
    chips += [
        _chip(names[code], n, asked | {"owner": code}, asked["owner"] == code) for code, n in counts.most_common()
    ]
    head = html.Summary(
        [html.Span(word, className="t3"), " ", html.Span(names.get(asked["owner"], all_of))], className="btn"
    )
    return html.Details([head, html.Div(chips, className="seg")], className="owners")


@callback(
    Output("ix-table", "rowData"),
    Output("ix-count", "children"),
    Input("ix-search", "value"),
    Input("changed", "data"),
    State("ix-asked", "data"),
    State("lang", "data"),
    prevent_initial_call=True,
)
async def refilter(q: str | None, changed: dict[str, Any] | None, asked: Asked | None, lang: str | None) -> Any:
    if asked is None:
        return no_update, no_update
    context = app_context(lang=lang or "zh")
    every = await asyncio.to_thread(rows, context)
    shown = kept(every, asked | {"q": q or ""})
    return shown, _count(len(shown), len(every), context.lang == "zh")


PAGE = Page(path="/indicators", name=TITLE, layout=layout, order=20)
