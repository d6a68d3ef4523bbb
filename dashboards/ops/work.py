"""What people do about dead letters and stopped streams: asked for here, carried out by a worker, kept with who and why."""

from __future__ import annotations

import asyncio
from typing import Any

from dash import ALL, Input, Output, State, callback, ctx, dcc, html, no_update

from core import log
from core.store import DatabaseFault, Row, sql
from dashboards.context import Context, app_context
from dashboards.ops.card import clock, count
from dashboards.ops.choice import NOTHING, chosen, said
from dashboards.ops.words import ACTIONS, TOPICS, WORK_STATES, reason_name, say, topic
from dashboards.parts.empty import failed
from dashboards.parts.status import status

Children = list[Any]
_DONE = ("letters_n", "rows_n", "duplicates_n", "still_dead_n", "unreadable_n")


def form(context: Context) -> html.Div:
    """For the letters the address names: who, why, and two buttons that ask once more."""
    choice = chosen(context.params)
    n = context.store.read("ops_chosen", **choice)[0]["letters_n"]
    names = [topic(context, choice["stream"])] if choice["stream"] else []
    names += [reason_name(context, choice["reason"])] if choice["reason"] else []
    names += [str(choice[name]) for name in ("source_id", "part", "record_offset") if choice[name] is not None]
    line = f"{' · '.join(names)}：{count(n)}" if said(choice) else say(context, "choose")
    off = not said(choice) or n == 0
    return html.Div(
        [
            html.P(line, id="ops-chosen"),
            dcc.Store(id="ops-choice", data=choice),
            _input(context, "who", 64),
            _input(context, "why", 300),
            html.Button(ACTIONS["replay"].at(context.lang), id="ops-replay", className="btn", disabled=off),
            html.Button(ACTIONS["discard"].at(context.lang), id="ops-discard", className="btn", disabled=off),
            dcc.ConfirmDialog(id="ops-sure", message=say(context, "sure").format(n=count(n))),
            html.P("", id="ops-said", role="status"),
        ],
        className="ops-do",
        id="ops-do",
    )


def _input(context: Context, name: str, longest: int) -> html.Label:
    field = dcc.Input(id=f"ops-{name}", type="text", maxLength=longest, autoComplete="off", value="")
    return html.Label([html.Span(say(context, name)), field])


def paused(context: Context) -> Children:
    """A banner for each stream that stands still; nothing when all go on."""
    return [_banner(context, row) for row in context.store.read("ops_pauses")]


def _banner(context: Context, row: Row) -> html.Div:
    words = f"{row['sentence']} · {row['who']} · {clock(context, row['paused_at'])}"
    mark = status("alert", context.lang, f"{topic(context, row['stream'])} {say(context, 'paused')}")
    go = html.Button(
        ACTIONS["resume"].at(context.lang), id={"type": "ops-resume", "stream": row["stream"]}, className="btn"
    )
    return html.Div([mark, html.Span(words), go], className="panel ops-paused", role="alert")


def works(context: Context) -> Children:
    rows = context.store.read("ops_works", limit=20)
    if not rows:
        return [html.P(say(context, "no_work"), className="quiet")]
    heads = [html.Th(say(context, name), scope="col") for name in ("asked", "action", "what", "who", "why", "came")]
    body = [html.Tr([html.Td(cell) for cell in _work(context, row)]) for row in rows]
    return [html.Table([html.Thead(html.Tr(heads)), html.Tbody(body)], className="grid")]


def _work(context: Context, row: Row) -> Children:
    what = [topic(context, row["stream"])] if row["stream"] else []
    what += [reason_name(context, row["reason"])] if row["reason"] else []
    what += [str(row[name]) for name in ("source_id", "part", "record_offset") if row[name] is not None]
    state = WORK_STATES[row["state"]].at(context.lang)
    counts = " · ".join(f"{say(context, n)} {count(row[n])}" for n in _DONE if row[n])
    came = " · ".join(text for text in (state, counts, row["said"]) if text)
    action = ACTIONS[row["action"]].at(context.lang)
    return [clock(context, row["asked_at"]), action, " · ".join(what) or "—", row["who"], row["why"] or "—", came]


@callback(
    Output("ops-sure", "displayed"), Output("ops-said", "children", allow_duplicate=True),
    Input("ops-discard", "n_clicks"), State("ops-who", "value"), State("ops-why", "value"), State("lang", "data"),
    prevent_initial_call=True,
)  # fmt: skip
async def sure(clicks: int | None, who: Any, why: Any, lang: Any) -> Any:
    """A discard needs a name and a reason, and is asked about once more."""
    if not clicks:
        return no_update, no_update
    context = app_context(lang=lang or "zh")
    missing = not _text(who) or not _text(why)
    return not missing, say(context, "needs") if missing else ""


@callback(
    Output("ops-said", "children"), Output("ops-works", "children", allow_duplicate=True),
    Input("ops-replay", "n_clicks"), Input("ops-sure", "submit_n_clicks"),
    State("ops-choice", "data"), State("ops-who", "value"), State("ops-why", "value"), State("lang", "data"),
    prevent_initial_call=True,
)  # fmt: skip
async def do(replays: int | None, discards: int | None, choice: Any, who: Any, why: Any, lang: Any) -> Any:
    if not replays and not discards:
        return no_update, no_update
    context = app_context(lang=lang or "zh")
    action = "replay" if ctx.triggered_id == "ops-replay" else "discard"
    which = chosen(choice if isinstance(choice, dict) else {})
    if not said(which):
        return say(context, "choose"), no_update
    if not _text(who) or (action == "discard" and not _text(why)):
        return say(context, "needs"), no_update
    return await asyncio.to_thread(_asked, context, action, _text(who), _text(why), which)


@callback(
    Output("ops-resumed", "children"), Output("ops-works", "children", allow_duplicate=True),
    Input({"type": "ops-resume", "stream": ALL}, "n_clicks"), State("ops-who", "value"), State("lang", "data"),
    prevent_initial_call=True,
)  # fmt: skip
async def resume(clicks: list[int | None], who: Any, lang: Any) -> Any:
    asked = ctx.triggered_id
    if not any(clicks) or not isinstance(asked, dict) or asked.get("stream") not in TOPICS:
        return no_update, no_update
    context = app_context(lang=lang or "zh")
    if not _text(who):
        return say(context, "needs_name"), no_update
    return await asyncio.to_thread(_asked, context, "resume", _text(who), "", {"stream": asked["stream"]})


def _asked(context: Context, action: str, who: str, why: str, which: dict[str, Any]) -> tuple[Any, Any]:
    """What was said to it, and the table with the new line."""
    answer = ask(context, action, who, why, which)
    return (answer, works(context)) if isinstance(answer, str) else (answer, no_update)


def ask(context: Context, action: str, who: str, why: str, which: dict[str, Any]) -> Any:
    """Note the wish down; the table of works shows what becomes of it."""
    try:
        with context.store.session() as session:
            row = session.rows(sql("ops_ask"), NOTHING | which | {"action": action, "who": who, "why": why})[0]
    except DatabaseFault as error:
        log.get("ops").warning("not noted", error=str(error))
        return failed(context.lang)
    log.get("ops").info("asked", work=row["work_no"], action=action, who=who, which=which)
    return say(context, "noted").format(n=row["work_no"])


def _text(value: Any) -> str:
    return str(value or "").strip()[:300]
