"""stats.report · 统计填报: a number that a department publishes for an area and a period."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from core.clock import parse_period
from core.model import Grain
from ingest.careful import shown
from ingest.curious import Curiosities
from ingest.event import events
from ingest.event import write as event_write
from ingest.event.quick import Fields
from ingest.fields import Code, EventId, Name, Text, Time, in_time
from ingest.known import Known, Position
from ingest.model import Bad, Event, Stream
from ingest.sink import Transaction


class Report(msgspec.Struct, frozen=True, gc=False):
    schema: Literal[1]
    event_id: EventId
    indicator: Name
    area_code: Annotated[str, msgspec.Meta(pattern=r"^\d{6,20}$")]
    period: Annotated[str, msgspec.Meta(max_length=32)]
    value: float | None
    reason: Text | None = None
    numerator: float | None = None
    denominator: float | None = None
    revision: Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)] = 0
    published_at: Time | None = None
    department: Code | None = None
    unit: Annotated[str, msgspec.Meta(max_length=32)] | None = None
    note: Text | None = None


class ReportRow(msgspec.Struct, gc=False):
    """The columns of raw.report, in the order of their COPY."""

    event_id: str
    indicator: str
    area_id: str
    period: str
    period_start_at: datetime
    period_end_at: datetime
    value: float | None
    numerator: float | None
    denominator: float | None
    revision: int
    published_at: datetime | None
    department: str | None
    unit: str | None
    note: str | None
    reason: str | None
    extra: str | None = None
    part: int = 0
    record_offset: int = 0


def _row(report: Report, fields: Fields, place: Position | None, known: Known, odd: Curiosities) -> ReportRow:
    if report.value is None and not report.reason:
        raise Bad("missing_reason", "value is null without a reason; allowed is a number, or null with reason")
    if report.published_at is not None:
        in_time("published_at", report.published_at, known.now())
    start, end, _ = _period(report.period, known)
    if report.area_code not in known.city.areas:
        odd.add("unknown_code", report.area_code, f"area_code of indicator {report.indicator}")
    if report.indicator not in known.city.reported:
        odd.add("unknown_code", report.indicator, f"indicator of area {report.area_code}")
    return ReportRow(
        report.event_id, report.indicator, report.area_code, report.period, start, end, report.value, report.numerator,
        report.denominator, report.revision, report.published_at, report.department, report.unit, report.note, report.reason,
    )  # fmt: skip


def _period(text: str, known: Known) -> tuple[datetime, datetime, Grain]:
    try:
        return parse_period(text, known.city.zone)
    except (ValueError, OverflowError):
        allowed = "2026-11-21, 2026-W47, 2026-11, 2026Q3, 2026H1, 2026, 2026-01/2026-10"
        raise Bad("bad_period", f"period is {shown(text)}; allowed are forms such as {allowed}") from None


def _mark(tx: Transaction, known: Known, new: list[Event]) -> None:
    event_write.mark_minutes(tx, "stats.report", [(e.row.indicator, e.row.period_start_at) for e in new])


SHAPE = events.Shape(
    stream="stats.report",
    struct=Report,
    columns=ReportRow.__struct_fields__,
    at=lambda r: r.published_at,
    source=lambda r: r.department or r.indicator,
    row=_row,
)
STREAM = Stream(
    topic="stats.report", struct=Report, decode=events.decoder(SHAPE), write=event_write.writer(SHAPE, after=_mark)
)
