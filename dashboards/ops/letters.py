"""Dead letters as they came, the faulty spot marked; not live, so that a record a person has opened stays open."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from dash import dcc, html

from core.spot import split
from core.store import Row
from dashboards.context import Context
from dashboards.ops.card import clock, count
from dashboards.ops.choice import chosen, said
from dashboards.ops.words import STATES, reason_name, say
from dashboards.parts.empty import empty

Children = list[Any]
_ALL = {"from_at": None, "to_at": None, "limit": 30}


def letters(context: Context) -> Children:
    """The newest ones; the link of a reason, a source or a letter asks again."""
    choice = chosen(context.params)
    status = None if choice["record_offset"] is not None else "open"
    rows = context.store.read("ops_letters", **_ALL, **choice, status=status)
    if not rows:
        return [empty(say(context, "no_dead"), say(context, "no_dead_why"))]
    every = [dcc.Link(say(context, "all"), href="/ops#letters", className="btn")] if said(choice) else []
    return [*every, *(_letter(context, row, choice["record_offset"] is not None) for row in rows)]


def _letter(context: Context, row: Row, opened: bool) -> html.Details:
    where = f"{row['stream']}/{row['part']} · {row['record_offset']}"
    head = [
        html.B(reason_name(context, row["reason"])),
        html.Span(row["sentence"]),
        html.Span(f"{where} · {clock(context, row['dead_at'])}", className="num quiet"),
    ]
    return html.Details(
        [html.Summary(head), _facts(context, row), *_raw(context, row)], className="ops-letter", open=opened
    )


def _facts(context: Context, row: Row) -> html.P:
    """Who sent it, when, what was done about it, and the way to do something."""
    one = urlencode({name: row[name] for name in ("stream", "part", "record_offset")})
    state = STATES[row["status"]].at(context.lang)
    done = f" · {row['who']}：{row['why'] or '—'}" if row["action"] else ""
    tried = f" · {say(context, 'tried')} {row['tried_n']}" if row["tried_n"] else ""
    words = f"{say(context, 'at_broker')} {clock(context, row['record_at'])} · {state}{tried}{done} "
    source = _source(context, row["source_id"])
    return html.P([source, words, dcc.Link(say(context, "only_this"), href=f"/ops?{one}#ops-do")], className="quiet")


def _source(context: Context, source_id: str | None) -> Any:
    if not source_id:
        return f"{say(context, 'no_source')} · "
    asked = urlencode({"source_id": source_id})
    return html.Span([say(context, "source"), " ", dcc.Link(source_id, href=f"/ops?{asked}#letters"), " · "])


def _raw(context: Context, row: Row) -> Children:
    """Dash escapes text; bytes that are not UTF-8 are shown by their numbers."""
    raw = bytes(row["raw"] or b"")
    if not raw:
        return [html.P(say(context, "none_raw"), className="quiet")]
    before, fault, after = split(raw, row["sentence"])
    marked = [before, html.Mark(fault), after] if fault else before
    cut = say(context, "cut").format(n=count(row["raw_length_bytes"])) if row["raw_length_bytes"] > len(raw) else ""
    shown = html.Pre(marked, tabIndex=0, **{"aria-label": say(context, "raw")})
    return [shown, html.P(cut, className="quiet")] if cut else [shown]
