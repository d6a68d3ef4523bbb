"""/ops: does every record that came have its place, how fast, and what was refused and why."""

from __future__ import annotations

from typing import Any

from dash import html

from core.model import Label, Page, Status
from core.store import Row
from dashboards.context import Context
from dashboards.live.slots import Slot
from dashboards.ops.card import count, stream_card
from dashboards.ops.letters import letters
from dashboards.ops.tables import COUNTS, curiosities, ledger, reasons
from dashboards.ops.words import TOPICS, say
from dashboards.ops.work import form, paused, works
from dashboards.parts.csv import csv_button
from dashboards.parts.empty import empty
from dashboards.parts.status import status

Children = list[Any]
_NAMES = ("rows", "dead", "duplicates", "gaps")

# Panels whose table can be saved, with the id of the table's box.
TABLES = {"reasons": "ops-reasons", "works": "ops-works", "curious": "ops-odd", "ledger": "ops-ledger"}


def layout(context: Context) -> html.Div:
    return html.Div(
        [
            html.Header(verdict(context), id="ops-verdict", className="page-head"),
            html.Div(paused(context), id="ops-paused", className="ops-stopped"),
            html.P("", id="ops-resumed", role="status", className="ops-stopped"),
            html.Div(cards(context), id="ops-cards", className="ops-cards"),
            _panel(context, "reasons", html.Div(reasons(context), id="ops-reasons", className="scroll", tabIndex=0)),
            _panel(
                context,
                "works",
                html.Div([form(context), html.Div(works(context), id="ops-works", className="scroll", tabIndex=0)]),
            ),
            _panel(context, "curious", html.Div(curiosities(context), id="ops-odd", className="scroll", tabIndex=0)),
            _panel(context, "letters", html.Div(letters(context), className="ops-letters", id="letters")),
            _panel(
                context,
                "ledger",
                html.Div(ledger(context), id="ops-ledger", className="scroll", tabIndex=0),
                "identity",
            ),
        ],
        className="ops",
    )


def _panel(context: Context, title: str, body: html.Div, note: str = "") -> html.Section:
    words = [html.H2(say(context, title)), html.Small(say(context, note)) if note else None]
    save = csv_button(TABLES[title], f"ops_{title}", context.lang) if title in TABLES else None
    return html.Section([html.Header([w for w in (*words, save) if w]), body], className=f"panel ops-{title}")


def verdict(context: Context) -> Children:
    rows = context.store.read("ops_ledger")
    title = html.H1(say(context, "title"))
    if not rows:
        return [title, status("none", context.lang)]
    total = sum(row["next_offset"] - row["first_offset"] for row in rows)
    if not total:
        return [title, status("none", context.lang, say(context, "no_record"))]
    exact = all(row["exact"] for row in rows)
    word: Status = "good" if exact else "alert"
    sums = [sum(row[name] for row in rows) for name in COUNTS]
    words = [f"{say(context, key)} {count(n)}" for key, n in zip(_NAMES, sums, strict=True)]
    line = " + ".join(words) + (" = " if sum(sums) == total else " ≠ ") + f"{say(context, 'offsets')} {count(total)}"
    mark = status(word, context.lang, say(context, "exact" if exact else "broken"))
    return [title, mark, html.Span(line, className="num quiet", title=say(context, "identity"))]


def cards(context: Context) -> Children:
    rows = context.store.read("ops_streams")
    if not rows:
        return [html.Div(empty(say(context, "no_stream"), say(context, "no_stream_why")), className="panel")]
    minutes: dict[str, list[Row]] = {}
    for row in context.store.read("ops_minutes"):
        minutes.setdefault(row["stream"], []).append(row)
    order = {stream: i for i, stream in enumerate(TOPICS)}
    ordered = sorted(rows, key=lambda r: order.get(r["stream"], len(order)))
    return [stream_card(context, row, minutes.get(row["stream"], [])) for row in ordered]


PAGE = Page(path="/ops", name=Label("运行", "Operations"), layout=layout, order=90)
SLOTS = (
    Slot("ops-verdict", lambda context: {"children": verdict(context)}, streams=("*",)),
    Slot("ops-cards", lambda context: {"children": cards(context)}, streams=("*",)),
    Slot("ops-reasons", lambda context: {"children": reasons(context)}, streams=("*",)),
    Slot("ops-odd", lambda context: {"children": curiosities(context)}, streams=("*",)),
    Slot("ops-paused", lambda context: {"children": paused(context)}, streams=("*",)),
    Slot("ops-works", lambda context: {"children": works(context)}, streams=("*",)),
    Slot("ops-ledger", lambda context: {"children": ledger(context)}, streams=("*",)),
)
