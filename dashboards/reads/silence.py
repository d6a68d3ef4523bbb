"""Which streams say nothing. "Nothing is wrong" can only be said of what is heard."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from dashboards.context import Context
from dashboards.parts.when import elapsed

IOT, VIDEO, TICKETS, REPORTS = STREAMS = ("iot.reading", "video.event", "hotline.ticket", "stats.report")
_HOUR_S = 3600
# Silence longer than this is worth a look; departments report monthly.
_QUIET_S = {IOT: 300, VIDEO: 1800, TICKETS: _HOUR_S, REPORTS: 40 * 86400}


def quiet(stream: str, since: timedelta) -> bool:
    """Whether a stream has brought nothing for longer than it usually does."""
    return since > timedelta(seconds=_QUIET_S.get(stream, _HOUR_S))


def arrived(context: Context, streams: Sequence[str] = STREAMS) -> dict[str, datetime | None]:
    """When rows of each stream last came, as of the moment the view stands for."""
    found = context.store.read("streams_arrived", streams=list(streams), now=context.now())
    return {row["stream"]: row["arrived_at"] for row in found}


def said(context: Context, streams: Sequence[str]) -> str:
    """The streams of these that are silent, in words: 物联未接入、热线停 2 时. Empty when each of them speaks."""
    at = arrived(context, streams)
    names = [_one(context, stream, at[stream]) for stream in streams]
    return ("、" if context.lang == "zh" else ", ").join(name for name in names if name)


def _one(context: Context, stream: str, at: datetime | None) -> str:
    if at is None:
        return named(context, stream, context.say("never"))
    since = context.now() - at
    return (
        named(context, stream, context.say("silent", span=elapsed(since, context.lang))) if quiet(stream, since) else ""
    )


def named(context: Context, stream: str, state: str) -> str:
    """A stream with what is to be said of it, one word after the other."""
    return f"{context.say(f'stream.{stream}')} {state}".strip()
