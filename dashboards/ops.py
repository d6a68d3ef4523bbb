"""/ops: does every record that came have its place, how fast, and what was refused and why."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from dash import dcc, html

from core.model import Label, Page, Status
from core.store import Row
from dashboards.context import Context
from dashboards.ops_words import KINDS, REASONS, SAID, TOPICS
from dashboards.parts.empty import empty
from dashboards.parts.ops_stream import clock, count, stream_card
from dashboards.parts.status import status
from dashboards.slots import Slot

Children = list[Any]
_COUNTS = ("rows_n", "dead_n", "duplicates_n", "gaps_n")
_NAMES = ("rows", "dead", "duplicates", "gaps")


def say(context: Context, key: str) -> str:
    return SAID[key].at(context.lang)


def layout(context: Context) -> html.Div:
    return html.Div(
        [
            html.Header(verdict(context), id="ops-verdict", className="page-head"),
            html.Div(cards(context), id="ops-cards", className="ops-cards"),
            _panel(context, "reasons", html.Div(reasons(context), id="ops-reasons", className="scroll", tabIndex=0)),
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
    return html.Section([html.Header([w for w in words if w]), body], className=f"panel ops-{title}")


def verdict(context: Context) -> Children:
    rows = context.store.read("ops_ledger")
    title = html.H1(say(context, "title"))
    if not rows:
        return [title, status("none", context.lang)]
    exact = all(row["exact"] for row in rows)
    word: Status = "good" if exact else "alert"
    sums = [sum(row[name] for row in rows) for name in _COUNTS]
    total = sum(row["next_offset"] - row["first_offset"] for row in rows)
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


def topic(context: Context, stream: str) -> str:
    return TOPICS.get(stream, Label(stream, stream)).at(context.lang)


def reasons(context: Context) -> Children:
    rows = context.store.read("ops_reasons")
    if not rows:
        return [empty(say(context, "no_dead"), say(context, "no_dead_why"))]
    heads = ("stream", "reason", "count", "sources", "first", "last")
    return [_table(context, heads, [_reason(context, row) for row in rows], numbers=(2, 3))]


def _reason(context: Context, row: Row) -> Children:
    asked = urlencode({"stream": row["stream"], "reason": row["reason"]})
    name = REASONS.get(row["reason"], Label(row["reason"], row["reason"])).at(context.lang)
    link = dcc.Link(name, href=f"/ops?{asked}#letters")
    times = [clock(context, row["first_at"]), clock(context, row["last_at"])]
    return [topic(context, row["stream"]), link, count(row["dead_n"]), count(row["sources_n"]), *times]


def curiosities(context: Context) -> Children:
    rows = context.store.read("ops_curiosities")
    if not rows:
        return [empty(say(context, "no_odd"), say(context, "no_odd_why"))]
    heads = ("stream", "kind", "name", "count", "example", "last")
    return [_table(context, heads, [_odd(context, row) for row in rows], numbers=(3,))]


def _odd(context: Context, row: Row) -> Children:
    kind = KINDS.get(row["kind"], Label(row["kind"], row["kind"])).at(context.lang)
    example = html.Code(row["example"] or "")
    return [
        topic(context, row["stream"]),
        kind,
        html.Code(row["name"]),
        count(row["n"]),
        example,
        clock(context, row["last_seen_at"]),
    ]


def letters(context: Context) -> Children:
    """Not live, so that a record a person has opened stays open; the link of a reason asks again."""
    asked = {name: context.params.get(name) or None for name in ("stream", "reason")}
    rows = context.store.read("ops_letters", **asked)
    if not rows:
        return [empty(say(context, "no_dead"), say(context, "no_dead_why"))]
    every = [dcc.Link(say(context, "all"), href="/ops#letters", className="btn")] if any(asked.values()) else []
    return [*every, *(_letter(context, row) for row in rows)]


def _letter(context: Context, row: Row) -> html.Details:
    reason = REASONS.get(row["reason"], Label(row["reason"], row["reason"])).at(context.lang)
    where = f"{row['stream']}/{row['part']} · {row['record_offset']}"
    head = [
        html.B(reason),
        html.Span(row["sentence"]),
        html.Span(f"{where} · {clock(context, row['dead_at'])}", className="num quiet"),
    ]
    return html.Details([html.Summary(head), *_raw(context, row)], className="ops-letter")


def _raw(context: Context, row: Row) -> Children:
    """Dash escapes text; bytes that are not UTF-8 are shown by their numbers."""
    raw = bytes(row["raw"] or b"")
    if not raw:
        return [html.P(say(context, "none_raw"), className="quiet")]
    cut = say(context, "cut").format(n=count(row["raw_length_bytes"])) if row["raw_length_bytes"] > len(raw) else ""
    text = raw.decode("utf-8", "backslashreplace")
    return [
        html.Pre(text, tabIndex=0, **{"aria-label": say(context, "raw")}),
        html.P(cut, className="quiet") if cut else None,
    ]


def ledger(context: Context) -> Children:
    rows = context.store.read("ops_ledger")
    if not rows:
        return [empty(say(context, "no_stream"), say(context, "no_stream_why"))]
    heads = (
        "stream",
        "partition",
        "rows",
        "dead",
        "duplicates",
        "gaps",
        "offsets",
        "state",
        "span",
        "lag",
        "owner",
        "epoch",
    )
    return [_table(context, heads, [_part(context, row) for row in rows], numbers=(1, 2, 3, 4, 5, 6, 8, 9, 11))]


def _part(context: Context, row: Row) -> Children:
    consumed = row["next_offset"] - row["first_offset"]
    mark = status("good" if row["exact"] else "alert", context.lang, "✓" if row["exact"] else "≠")
    span = f"{count(row['first_offset'])} – {count(row['next_offset'])}"
    lag = "—" if row["lag_n"] is None else count(row["lag_n"])
    counts = [count(row[name]) for name in _COUNTS]
    return [
        topic(context, row["stream"]),
        row["part"],
        *counts,
        count(consumed),
        mark,
        span,
        lag,
        row["owner"],
        row["epoch"],
    ]


def _table(context: Context, heads: tuple[str, ...], rows: list[Children], numbers: tuple[int, ...]) -> html.Table:
    sides = ["r" if i in numbers else None for i in range(len(heads))]
    head = html.Tr(
        [html.Th(say(context, h), className=side, scope="col") for h, side in zip(heads, sides, strict=True)]
    )
    body = [html.Tr([html.Td(cell, className=side) for cell, side in zip(row, sides, strict=True)]) for row in rows]
    return html.Table([html.Thead(head), html.Tbody(body)], className="grid")


PAGE = Page(path="/ops", name=Label("运行", "Operations"), layout=layout, order=90)
SLOTS = (
    Slot("ops-verdict", lambda context: {"children": verdict(context)}, streams=("*",)),
    Slot("ops-cards", lambda context: {"children": cards(context)}, streams=("*",)),
    Slot("ops-reasons", lambda context: {"children": reasons(context)}, streams=("*",)),
    Slot("ops-odd", lambda context: {"children": curiosities(context)}, streams=("*",)),
    Slot("ops-ledger", lambda context: {"children": ledger(context)}, streams=("*",)),
)
