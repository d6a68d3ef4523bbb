"""Dead letters as they came; not live, so that a record a person has opened stays open."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from core.store import Row
from dashboards.context import Context
from dashboards.ops.card import clock, count
from dashboards.ops.words import reason_name, say
from dashboards.parts.empty import empty

Children = list[Any]
ALL = {"source_id": None, "status": "open", "from_at": None, "to_at": None, "limit": 30}


def letters(context: Context) -> Children:
    """Not live, so that a record a person has opened stays open; the link of a reason asks again."""
    asked = {name: context.params.get(name) or None for name in ("stream", "reason")}
    rows = context.store.read("ops_letters", **ALL, **asked)
    if not rows:
        return [empty(say(context, "no_dead"), say(context, "no_dead_why"))]
    every = [dcc.Link(say(context, "all"), href="/ops#letters", className="btn")] if any(asked.values()) else []
    return [*every, *(_letter(context, row) for row in rows)]


def _letter(context: Context, row: Row) -> html.Details:
    reason = reason_name(context, row["reason"])
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
