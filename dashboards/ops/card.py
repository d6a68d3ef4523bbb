"""One stream as a card: alive or not, how fast, how late, how much of it found its place."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from dash import html

from core.model import Label, Status
from core.store import Row
from dashboards.context import Context
from dashboards.ops.words import SAID, TOPICS
from dashboards.parts.number import written
from dashboards.parts.spark import spark
from dashboards.parts.status import WORDS, status
from dashboards.parts.when import clock as clock_of
from dashboards.parts.when import elapsed
from dashboards.reads.silence import quiet

_LAG_WATCH = 10_000
# Workers write what they see of the broker every second.
_HEARTBEAT = timedelta(seconds=30)


def count(n: int) -> str:
    return f"{n:,}"


def clock(context: Context, at: datetime | None) -> str:
    return "—" if at is None else clock_of(at.astimezone(context.city.zone), context.now(), context.lang)


def stream_card(context: Context, row: Row, minutes: list[Row]) -> html.Section:
    name = TOPICS.get(row["stream"], Label(row["stream"], row["stream"])).at(context.lang)
    word, text = _state(context, row)
    facts = [
        html.Div([html.Dt(SAID[key].at(context.lang)), html.Dd(value, className="num")])
        for key, value in _facts(context, row)
    ]
    return html.Section(
        [
            html.Header([html.H2([name, html.Small(row["stream"])]), status(word, context.lang, text)]),
            html.Div(
                [
                    html.Span(_rate(row), className="num ops-rate"),
                    html.Span(SAID["rate"].at(context.lang), className="t3"),
                ]
            ),
            html.Div(
                spark(_line(minutes, context.now()), word=word, lang=context.lang),
                className="ops-spark",
                title=SAID["hour"].at(context.lang),
            ),
            html.Dl(facts),
        ],
        className="panel ops-stream" + (" is-stale" if word == "stale" else ""),
    )


def _state(context: Context, row: Row) -> tuple[Status, str]:
    if row["seen_at"] is not None and context.now() - row["seen_at"] > _HEARTBEAT:
        return "alert", f"{SAID['no_worker'].at(context.lang)} {elapsed(context.now() - row['seen_at'], context.lang)}"
    if row["arrived_at"] is None:
        return "none", ""
    since = context.now() - row["arrived_at"]
    if quiet(row["stream"], since):
        return "stale", f"{WORDS['stale'].at(context.lang)} {elapsed(since, context.lang)}"
    return (
        ("watch", f"{SAID['lag'].at(context.lang)} {count(row['lag_n'])}")
        if (row["lag_n"] or 0) > _LAG_WATCH
        else ("good", "")
    )


def _rate(row: Row) -> str:
    rate = row["per_second"]
    return written(rate, 2 if rate < 1 else 1 if rate < 100 else 0)


def _line(minutes: list[Row], now: datetime) -> list[float | None]:
    """Sixty points; a minute in which no worker wrote anything had no rows."""
    by_minute = {row["minute_at"]: float(row["rows_n"]) for row in minutes}
    last = now.replace(second=0, microsecond=0)
    return [by_minute.get(last - timedelta(minutes=m), 0.0) for m in range(60, 0, -1)] if by_minute else []


def _facts(context: Context, row: Row) -> list[tuple[str, Any]]:
    newest = clock(context, row["newest_at"])
    return [
        (
            "newest",
            newest
            if row["newest_at"] is None
            else f"{newest} ({elapsed(context.now() - row['newest_at'], context.lang)})",
        ),
        ("delay", f"{seconds(row['delay_p50_s'])} / {seconds(row['delay_p95_s'])}"),
        ("lag", "—" if row["lag_n"] is None else count(row["lag_n"])),
        ("rows", count(row["rows_n"])),
        ("dead", count(row["dead_n"])),
        ("duplicates", count(row["duplicates_n"])),
        ("gaps", count(row["gaps_n"])),
        ("located", _located(row)),
    ]


def _located(row: Row) -> str:
    total = (row["located_n"] or 0) + (row["unlocated_n"] or 0)
    return f"{100 * row['located_n'] / total:.1f}%" if total else "—"


def seconds(s: float | None) -> str:
    if s is None:
        return "—"
    if s < 1:
        return f"{s * 1000:.0f} ms"
    return (
        f"{s:.1f} s"
        if s < 120
        else f"{s / 60:.0f} min"
        if s < 7200
        else f"{s / 3600:.0f} h"
        if s < 172_800
        else f"{s / 86400:.0f} d"
    )
