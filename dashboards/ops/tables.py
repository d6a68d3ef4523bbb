"""What was refused, what was odd, and the ledger that proves that nothing else is missing."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from dash import dcc, html

from core.model import Label
from core.store import Row
from dashboards.context import Context
from dashboards.ops.card import clock, count
from dashboards.ops.words import KINDS, reason_name, say, topic
from dashboards.parts.empty import empty
from dashboards.parts.spark import spark
from dashboards.parts.status import status

Children = list[Any]
COUNTS = ("rows_n", "dead_n", "duplicates_n", "gaps_n")


def reasons(context: Context) -> Children:
    rows = context.store.read("ops_reasons")
    if not rows:
        return [empty(say(context, "no_dead"), say(context, "no_dead_why"))]
    heads = ("stream", "reason", "count", "trend", "sources", "first", "last")
    return [_table(context, heads, [_reason(context, row) for row in rows], numbers=(2, 4))]


def _reason(context: Context, row: Row) -> Children:
    asked = urlencode({"stream": row["stream"], "reason": row["reason"]})
    name = reason_name(context, row["reason"])
    link = dcc.Link(name, href=f"/ops?{asked}#letters")
    times = [clock(context, row["first_at"]), clock(context, row["last_at"])]
    trend = html.Div(spark(_hours(row["hours"], context.now()), word="watch", lang=context.lang), className="ops-trend")
    return [topic(context, row["stream"]), link, count(row["dead_n"]), trend, _sources(row), *times]


def _hours(hours: dict[str, int] | None, now: datetime) -> list[float | None]:
    """24 points by the hour of the refusal; an hour without a letter had none."""
    last = int(now.timestamp()) // 3600 * 3600
    return [float((hours or {}).get(str(last - 3600 * h), 0)) for h in range(23, -1, -1)]


def _sources(row: Row) -> Any:
    """How many, and the one that sends most."""
    if not row["source_id"]:
        return count(row["sources_n"])
    asked = urlencode({"source_id": row["source_id"], "reason": row["reason"]})
    most = dcc.Link(row["source_id"], href=f"/ops?{asked}#letters")
    return html.Span([f"{count(row['sources_n'])} · ", most])


def curiosities(context: Context) -> Children:
    rows = context.store.read("ops_curiosities")
    if not rows:
        return [empty(say(context, "no_odd"), say(context, "no_odd_why"))]
    heads = ("stream", "kind", "name", "count", "source", "example", "last")
    return [_table(context, heads, [_odd(context, row) for row in rows], numbers=(3,))]


def _odd(context: Context, row: Row) -> Children:
    kind = KINDS.get(row["kind"], Label(row["kind"], row["kind"])).at(context.lang)
    example = html.Code(row["example"] or "")
    return [
        topic(context, row["stream"]),
        kind,
        html.Code(row["name"]),
        count(row["n"]),
        _most(row),
        example,
        clock(context, row["last_seen_at"]),
    ]


def _most(row: Row) -> str:
    more = f" +{row['sources_n'] - 1}" if row["sources_n"] > 1 else ""
    return f"{row['source_id']}{more}" or "—"


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
    counts = [count(row[name]) for name in COUNTS]
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
