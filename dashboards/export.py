"""/export/indicators.csv: the stored values as a file, streamed row by row; docs/contracts tells the columns."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast, get_args

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from core.clock import parse_time
from core.errors import RequestError
from core.model import Grain, SubjectKind
from core.store import Row
from dashboards.context import Context, app_context

COLUMNS = (
    "indicator", "name", "subject", "subject_name", "grain", "period_start", "period_end", "value", "unit",
    "numerator", "denominator", "status", "detail", "definition", "known_at", "data_until",
)  # fmt: skip
PARAMETERS = ("indicator", "area", "subject", "from", "to", "grain", "as_of", "times", "source", "department", "lang")
KINDS = get_args(SubjectKind)
BOM = "\ufeff"
CHUNK_ROWS = 500
DANGEROUS = "=+-@\t\r\n|%＝＋－＠"


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
    times = {k: parse_time(query[k], zone) if query.get(k) else None for k in ("from", "to", "as_of")}
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
        raise RequestError("parameter indicator: missing; give one code or several with commas, such as hotline.on_time")
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
            raise RequestError(f"area {code!r}: not an area of {context.city.key}; allowed are official codes such as {context.city.code}")
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


def _list(text: str) -> list[str]:
    return list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def lines(context: Context, ask: Ask) -> Iterator[str]:
    """The file piece by piece: memory stays flat however many rows there are."""
    out = io.StringIO()
    out.write(BOM)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for n, row in enumerate(context.store.stream("export_values", **_bound(context, ask)), 1):
        writer.writerow(cells(context, ask, row))
        if n % CHUNK_ROWS == 0:
            yield _taken(out)
    yield _taken(out)


def _taken(out: io.StringIO) -> str:
    text = out.getvalue()
    out.seek(0)
    out.truncate()
    return text


def _bound(context: Context, ask: Ask) -> dict[str, Any]:
    return {
        "codes": list(ask.codes),
        "grains": list(ask.grains),
        "subject_kind": ask.subject_kind,
        "subjects": list(ask.subjects),
        "subject_names": list(ask.subjects.values()),
        "areas": list(ask.areas) if ask.areas else None,
        "sources": list(ask.sources) if ask.sources else None,
        "since": ask.since,
        "until": ask.until,
        "as_of": ask.as_of,
        "lang": context.lang,
    }


def cells(context: Context, ask: Ask, row: Row) -> list[str]:
    of = context.catalogue[row["indicator"]]
    detail = row["detail"] if row["value"] is not None else (row["detail"] or row["reason"])
    return [
        row["indicator"],
        safe(of.name.at(context.lang)),
        safe(row["subject"]),
        safe(row["subject_name"]),
        row["grain"],
        _time(context, ask, row["period_start_at"]),
        _time(context, ask, row["period_end_at"]),
        _number(row["value"]),
        of.unit,
        _number(row["numerator"]),
        _number(row["denominator"]),
        row["status"],
        safe(detail),
        safe(row["definition"]),
        _time(context, ask, row["known_at"]),
        _time(context, ask, row["data_until_at"]),
    ]


def _number(value: float | None) -> str:
    """Full precision with a dot; a whole number without a tail."""
    if value is None:
        return ""
    return str(int(value)) if value == int(value) and abs(value) < 2**53 else repr(value)


def _time(context: Context, ask: Ask, at: datetime | None) -> str:
    if at is None:
        return ""
    local = at.astimezone(context.city.zone)
    return local.strftime("%Y-%m-%d %H:%M:%S") if ask.local else local.isoformat(timespec="seconds")


def safe(text: str) -> str:
    """A text cell that a spreadsheet would run as a formula is defused with an apostrophe."""
    seen = next((c for c in text if unicodedata.category(c) not in ("Cf", "Zs", "Zl", "Zp") and (c in "\t\r\n" or unicodedata.category(c) != "Cc")), "")
    return "'" + text if seen and seen in DANGEROUS else text


def router() -> APIRouter:
    routes = APIRouter(prefix="/export")

    @routes.get("/indicators.csv")
    async def indicators(request: Request) -> Response:
        query = dict(request.query_params)
        context = app_context(lang="en" if query.get("lang") == "en" else "zh")
        try:
            ask = read(context, query)
        except RequestError as error:
            return Response(str(error), 400, media_type="text/plain; charset=utf-8")
        name = f"{'_'.join(ask.codes)[:80]}.csv"
        headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
        return StreamingResponse(lines(context, ask), media_type="text/csv; charset=utf-8", headers=headers)

    return routes
