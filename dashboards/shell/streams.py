"""Are the four streams alive? One mark each in the head of every page, with the measured delay."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from dash import html

from core.store import DatabaseFault, Row
from dashboards.context import Context
from dashboards.live.slots import Slot
from dashboards.parts.status import status
from dashboards.parts.when import elapsed

STREAMS = ("iot.reading", "video.event", "hotline.ticket", "stats.report")
# Silence longer than this is worth a look; departments report monthly.
QUIET_S = {"iot.reading": 300, "video.event": 1800, "hotline.ticket": 3600, "stats.report": 40 * 86400}


def health(context: Context) -> list[Any]:
    try:
        rows = {r["stream"]: r for r in context.store.read("health_streams")}
    except DatabaseFault:
        return [status("none", context.lang)]
    marks = [_mark(context, stream, rows.get(stream)) for stream in STREAMS]
    delays = [r["delay_p95_s"] for r in rows.values() if r["stream"] == "iot.reading" and r["delay_p95_s"] is not None]
    said = context.say("delay", s=_long(context, max(delays))) if delays else ""
    exact = bool(rows) and all(r["exact"] for r in rows.values())
    return [
        *marks,
        html.Span(
            " · ".join(t for t in (said, context.say("none_lost") if exact else "") if t), className="measured num"
        ),
    ]


def _mark(context: Context, stream: str, row: Row | None) -> html.Span:
    name = context.say(f"stream.{stream}")
    if row is not None and row["paused"]:
        return status("alert", context.lang, f"{name} {context.say('paused')}")
    if row is None or row["arrived_at"] is None:
        return status("none", context.lang, f"{name} {context.say('never')}")
    quiet_s = (context.now() - row["arrived_at"]).total_seconds()
    if quiet_s > QUIET_S[stream]:
        return status("stale", context.lang, f"{name} {context.say('silent', span=_span(context, row['arrived_at']))}")
    rate = context.say("per_minute", n=f"{row['per_minute']:,.0f}") if stream != "stats.report" else ""
    return status("good", context.lang, f"{name} {rate}".strip())


def _span(context: Context, since: datetime) -> str:
    return elapsed(context.now() - since, context.lang)


def _long(context: Context, s: float) -> str:
    return f"{s:.1f} s" if s < 60 else elapsed(timedelta(seconds=s), context.lang)


SLOTS = (Slot("sh-health", lambda context: {"children": health(context)}, streams=("*",)),)
