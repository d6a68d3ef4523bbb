"""One series on its full time axis, with its normal band and the periods that were revised."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core import clock
from core.model import Value
from dashboards.context import Context
from dashboards.indicator.ask import Ask
from dashboards.parts.spark import Band
from dashboards.reads.vitals import bands_by_slot, slot_band


@dataclass(frozen=True, slots=True)
class Series:
    """On the full time axis: a period nobody computed is a hole."""

    starts: list[datetime]
    values: list[Value | None]
    band: list[Band]
    revised: frozenset[datetime]


def read(context: Context, ask: Ask) -> Series:
    since, until = ask.since(context), ask.until(context)
    found = context.history(ask.code, ask.subject_kind, ask.subject, ask.grain, since, until)
    zone = context.city.zone
    known = {clock.slot(v.period_end_at, ask.grain, zone): v for v in found}
    starts = clock.buckets(min(known), until, ask.grain, zone) if found else []
    # What has not begun to be known yet is no gap.
    while starts and starts[-1] not in known:
        starts.pop()
    bands = bands_by_slot(context, ask.code, ask.grain, ask.subject_kind, ask.subject)
    return Series(
        starts, [known.get(s) for s in starts], [slot_band(bands, s, ask.grain) for s in starts], _revised(context, ask)
    )


def _revised(context: Context, ask: Ask) -> frozenset[datetime]:
    return frozenset(row["period_start_at"] for row in changes(context, ask))


def changes(context: Context, ask: Ask, rows: int = 200) -> list[dict[str, Any]]:
    asked = {"code": ask.code, "subject_kind": ask.subject_kind, "subject": ask.subject, "grain": ask.grain}
    return context.store.read(
        "indicator_changes", since=ask.since(context), until=ask.until(context), as_of=context.now(), rows=rows, **asked
    )
