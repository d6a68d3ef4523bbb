"""One duty of the city: its worst status on top, then the vitals."""

from __future__ import annotations

from collections import Counter
from typing import Any

from dash import dcc, html

from core.model import Lang, Status, Value
from dashboards.context import Context
from dashboards.parts.card import card
from dashboards.parts.empty import empty
from dashboards.parts.status import WORDS, status, worst
from dashboards.reads.domains import Duty, codes_of
from dashboards.reads.vitals import read

SHOWN = 3


def column(domain: Duty, context: Context) -> html.Div:
    codes = codes_of(domain, context.catalogue)
    latest = context.latest(codes)
    word = worst(v.status for v in latest.values())
    head = html.Header([html.H2(context.text(domain.name)), status(word, context.lang)])
    body = [card(v, context.lang) for v in read(context, chosen(domain, codes, latest)).values()]
    return html.Div(
        [head, *(body or [_nothing(context.lang)]), _all(domain, codes, latest, context.lang)],
        className=f"panel duty {word}",
    )


def chosen(domain: Duty, codes: list[str], latest: dict[str, Value]) -> list[str]:
    """The vitals that have a number, then what else has one, then the rest of the vitals: never a random row of dashes."""
    full = [c for c in codes if c in latest and latest[c].value is not None]
    first = [c for c in full if c in domain.vitals] + [c for c in full if c not in domain.vitals]
    return (first + [c for c in codes if c not in first])[:SHOWN]


def _nothing(lang: Lang) -> html.Div:
    if lang == "zh":
        return empty("尚未接入", "本市目录中还没有这一职责的指标")
    return empty("Not connected", "The city's catalogue holds no indicator of this duty yet")


def _all(domain: Duty, codes: list[str], latest: dict[str, Value], lang: Lang) -> Any:
    if not codes:
        return None
    counts = Counter(latest[c].status if c in latest else "none" for c in codes)
    text = f"全部 {len(codes)} 项" if lang == "zh" else f"All {len(codes)}"
    return dcc.Link(
        [html.Span(text), html.Span(_counts(counts, lang))],
        href=f"/indicators?domain={domain.key}",
        className="duty-all",
    )


def _counts(counts: Counter[Status], lang: Lang) -> str:
    said: list[Status] = [w for w in ("alert", "watch", "stale") if counts[w]]
    return " · ".join(f"{WORDS[w].at(lang)} {counts[w]}" for w in said)
