"""Rows of the tables below a number: the areas in it, its sources, its departments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from core.model import Indicator, SubjectKind, Value
from dashboards.context import Context
from dashboards.indicator.ask import Ask, subject_name
from dashboards.parts.number import spoken, written
from dashboards.parts.status import WORDS, rank
from dashboards.parts.when import clock
from dashboards.reads.vitals import read_at


def values_of(context: Context, ask: Ask, kind: SubjectKind, newest: Value | None) -> list[Value]:
    """Areas: the children in the very period the page shows. Sources and departments: the newest of each."""
    if kind == "area":
        children = [a.code for a in context.city.children(ask.subject)]
        return (
            read_at(context, [(ask.code, ask.grain, newest.period_start_at)], children) if newest and children else []
        )
    found = [
        Value(**r) for r in context.store.read("indicator_subjects", code=ask.code, grain=ask.grain, subject_kind=kind)
    ]
    if context.as_of:
        found = list(context.by_subject(ask.code, kind, [v.subject for v in found], ask.grain).values())
    last = max((v.period_start_at for v in found), default=None)
    return [v if v.period_start_at == last else _silent(v) for v in found]


def _silent(value: Value) -> Value:
    """A table stands for one period: who has no value in it is silent, and what it said before is not shown as now."""
    return replace(value, value=None, numerator=None, denominator=None, status="stale", detail="", reason="")


def rows(context: Context, ask: Ask, kind: SubjectKind, values: Sequence[Value]) -> list[dict[str, Any]]:
    of = context.catalogue[ask.code]
    known = {v.subject: v for v in values}
    subjects = [a.code for a in context.city.children(ask.subject)] if kind == "area" else list(known)
    made = [_row(context, ask, kind, s, known.get(s), of) for s in subjects]
    return sorted(made, key=lambda r: (r["rank"], r["value"] is None))


def _row(
    context: Context, ask: Ask, kind: SubjectKind, subject: str, value: Value | None, of: Indicator
) -> dict[str, Any]:
    word = value.status if value else "none"
    until = value.data_until_at.astimezone(context.city.zone) if value and value.data_until_at else None
    amounts = (
        {"value": (value.value, of.decimals), "numerator": (value.numerator, 2), "denominator": (value.denominator, 2)}
        if value
        else {}
    )
    row: dict[str, Any] = {
        "subject": subject,
        "name": subject_name(context, kind, subject),
        "href": ask.href(context, subject_kind=kind, subject=subject),
        "status": word,
        "rank": rank(word),
        "status_text": WORDS[word].at(context.lang),
        "until": clock(until, context.now(), context.lang) if until else "—",
        "detail": (spoken(value.detail, of, context.lang) or value.reason) if value else "",
    }
    for field in ("value", "numerator", "denominator"):
        amount, places = amounts.get(field, (None, 0))
        whole = amount is not None and field != "value" and amount == int(amount)
        row |= {field: amount, f"{field}_text": written(amount, 0 if whole else places)}
    return row
