"""What a caller of /export/indicators.csv wants, checked; each refusal is one sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast, get_args

from core.clock import parse_time
from core.errors import RequestError
from core.model import Grain, SubjectKind
from dashboards.context import Context

PARAMETERS = ("indicator", "area", "subject", "from", "to", "grain", "as_of", "times", "source", "department", "lang")
KINDS = get_args(SubjectKind)


@dataclass(frozen=True, slots=True)
class Ask:
    """What the caller wants, checked; None means no limit."""

    codes: tuple[str, ...]
    grains: tuple[Grain, ...]
    subject_kind: SubjectKind
    subjects: dict[str, str]  # code -> name; sources are named by the database
    sources: tuple[str, ...] | None
    areas: tuple[str, ...] | None
    since: datetime | None
    until: datetime | None
    as_of: datetime
    local: bool


def read(context: Context, query: Mapping[str, str]) -> Ask:
    """Raises RequestError with one sentence: which parameter, which value, what is allowed."""
    for name in query:
        if name not in PARAMETERS:
            raise RequestError(f"parameter {name!r}: unknown; allowed are {', '.join(PARAMETERS)}")
    pairs = _series(context, query)
    kind = query.get("subject", "area")
    if kind not in KINDS:
        raise RequestError(f"subject {kind!r}: allowed are {', '.join(KINDS)}")
    areas = _areas(context, query.get("area", ""))
    zone = context.city.zone
    times = {k: parse_time(_plus(query[k]), zone) if query.get(k) else None for k in ("from", "to", "as_of")}
    if query.get("times", "iso") not in ("iso", "local"):
        raise RequestError(f"times {query['times']!r}: allowed are iso, local")
    return Ask(
        codes=tuple(code for code, _ in pairs),
        grains=tuple(grain for _, grain in pairs),
        subject_kind=cast(SubjectKind, kind),
        subjects=_subjects(context, kind, areas, query),
        sources=tuple(_list(query.get("source", ""))) or None,
        areas=areas,
        since=times["from"],
        until=times["to"],
        as_of=times["as_of"] or datetime.now(UTC),
        local=query.get("times") == "local",
    )


def _series(context: Context, query: Mapping[str, str]) -> list[tuple[str, Grain]]:
    codes = _list(query.get("indicator", ""))
    if not codes:
        raise RequestError(
            "parameter indicator: missing; give one code or several with commas, such as hotline.on_time"
        )
    for code in codes:
        if code not in context.catalogue:
            raise RequestError(f"indicator {code!r}: not in the catalogue; see /indicators for the codes")
    return [(code, _grain(context, code, query.get("grain", ""))) for code in sorted(codes)]


def _grain(context: Context, code: str, asked: str) -> Grain:
    """Without one, the indicator's own first grain."""
    allowed = context.catalogue[code].grains
    if not asked:
        return allowed[0]
    if asked not in get_args(Grain):
        raise RequestError(f"grain {asked!r}: allowed are {', '.join(get_args(Grain))}")
    return cast(Grain, asked)


def _areas(context: Context, text: str) -> tuple[str, ...] | None:
    codes = _list(text)
    for code in codes:
        if code not in context.city.areas:
            raise RequestError(
                f"area {code!r}: not an area of {context.city.key}; allowed are official codes such as {context.city.code}"
            )
    return tuple(codes) or None


def _subjects(context: Context, kind: str, areas: tuple[str, ...] | None, query: Mapping[str, str]) -> dict[str, str]:
    city = context.city
    if kind == "area":
        return {code: context.area_name(code) for code in areas or city.areas}
    if kind == "department":
        asked = _list(query.get("department", "")) or list(city.departments)
        if unknown := next((code for code in asked if code not in city.departments), None):
            raise RequestError(f"department {unknown!r}: allowed are {', '.join(city.departments)}")
        return {code: city.departments[code].name.label.at(context.lang) for code in asked}
    return {}


def _plus(text: str) -> str:
    """`2026-11-22T08:00:00+08:00` typed into an address arrives with a space for its plus."""
    return re.sub(r"(T[\d:.]+) (\d\d:?\d\d)$", r"\1+\2", text.strip())


def _list(text: str) -> list[str]:
    return list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def once(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """A parameter given twice would be half forgotten."""
    names = [name for name, _ in pairs]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise RequestError(f"parameter {twice!r}: given twice; put several codes into one, with commas")
    return dict(pairs)
