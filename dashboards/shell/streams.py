"""Are the four streams alive? One mark each in the head of every page, with the measured delay."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from dash import html

from core.store import DatabaseFault, Row
from dashboards.context import Context
from dashboards.live.slots import Slot
from dashboards.parts.status import status
from dashboards.parts.when import elapsed
from dashboards.reads.silence import STREAMS, named, quiet


def health(context: Context) -> list[Any]:
    try:
        rows = {r["stream"]: r for r in context.store.read("health_streams")}
    except DatabaseFault:
        return [status("none", context.lang)]
    marks = [_mark(context, stream, rows.get(stream)) for stream in STREAMS]
    delays = [r["delay_p95_s"] for r in rows.values() if r["stream"] == "iot.reading" and r["delay_p95_s"] is not None]
    said = context.say("delay", s=_long(context, max(delays))) if delays else ""
    # Nothing received is nothing to be exact about.
    exact = any(r["arrived_at"] for r in rows.values()) and all(r["exact"] for r in rows.values())
    return [
        *marks,
        html.Span(
            " · ".join(t for t in (said, context.say("none_lost") if exact else "") if t), className="measured num"
        ),
    ]


def _mark(context: Context, stream: str, row: Row | None) -> html.Span:
    if row is not None and row["paused"]:
        return status("alert", context.lang, named(context, stream, context.say("paused")))
    if row is None or row["arrived_at"] is None:
        return status("none", context.lang, named(context, stream, context.say("never")))
    since = context.now() - row["arrived_at"]
    if quiet(stream, since):
        return status(
            "stale", context.lang, named(context, stream, context.say("silent", span=elapsed(since, context.lang)))
        )
    rate = context.say("per_minute", n=f"{row['per_minute']:,.0f}") if stream != "stats.report" else ""
    return status("good", context.lang, named(context, stream, rate))


def _long(context: Context, s: float) -> str:
    return f"{s:.1f} s" if s < 60 else elapsed(timedelta(seconds=s), context.lang)


SLOTS = (Slot("sh-health", lambda context: {"children": health(context)}, streams=("*",)),)
