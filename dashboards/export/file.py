"""The stored values as CSV, row by row; docs/contracts tells the columns."""

from __future__ import annotations

import csv
import io
import math
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from core.store import Row
from dashboards.context import Context
from dashboards.export.ask import Ask

COLUMNS = (
    "indicator", "name", "subject", "subject_name", "grain", "period_start", "period_end", "value", "unit",
    "numerator", "denominator", "status", "detail", "definition", "known_at", "data_until",
)  # fmt: skip


BOM = "\ufeff"


CHUNK_ROWS = 500


DANGEROUS = "=+-@\t\r\n|%＝＋－＠"


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
    if value is None or not math.isfinite(value):
        return ""
    return str(int(value)) if value == int(value) and abs(value) < 2**53 else repr(value)


def _time(context: Context, ask: Ask, at: datetime | None) -> str:
    if at is None:
        return ""
    local = at.astimezone(context.city.zone)
    return local.strftime("%Y-%m-%d %H:%M:%S") if ask.local else local.isoformat(timespec="seconds")


def safe(text: str) -> str:
    """A text cell that a spreadsheet would run as a formula is defused with an apostrophe."""
    seen = next(
        (
            c
            for c in text
            if unicodedata.category(c) not in ("Cf", "Zs", "Zl", "Zp")
            and (c in "\t\r\n" or unicodedata.category(c) != "Cc")
        ),
        "",
    )
    return "'" + text if seen and seen in DANGEROUS else text
