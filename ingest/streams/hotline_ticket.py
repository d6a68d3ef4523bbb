"""hotline.ticket · 热线与案件工单: one step in the life of a ticket, in the lifecycle of GB/T 30428."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from ingest.curious import Curiosities
from ingest.event import events
from ingest.event import write as event_write
from ingest.event.quick import Fields
from ingest.fields import Attributes, Code, Datum, EventId, Latitude, Longitude, Name, Text, Time, in_time
from ingest.known import Known, Position
from ingest.mask import KEYED, caller_hash, hide_raw, hide_text
from ingest.model import Stream
from ingest.ticket import fold, tickets

Step = Literal[
    "reported", "accepted", "dispatched", "returned", "redispatched", "extended", "suspended", "resumed",
    "handled", "checked", "closed", "reopened", "visited", "cancelled",
]  # fmt: skip


class VisitResult(msgspec.Struct, frozen=True, gc=False):
    """What the citizen said in the follow-up call (回访)."""

    contacted: bool | None = None
    solved: bool | None = None
    satisfaction: Code | None = None


class TicketStep(msgspec.Struct, frozen=True, gc=False):
    schema: Literal[1]
    event_id: EventId
    ticket_id: Name
    at: Time
    step: Step
    channel: Code | None = None
    category: Code | None = None
    content: Text | None = None
    caller: Annotated[str, msgspec.Meta(max_length=128)] | None = None
    area_code: Annotated[str, msgspec.Meta(pattern=r"^\d{6,20}$")] | None = None
    lon: Longitude | None = None
    lat: Latitude | None = None
    datum: Datum | None = None
    address: Text | None = None
    origin_event_id: Code | None = None
    event_grade: Code | None = None
    attributes: Attributes | None = None
    department: Code | None = None
    due_at: Time | None = None
    reason: Text | None = None
    result: VisitResult | None = None
    actor: Code | None = None


class TicketRow(fold.Step, gc=False):
    """The columns of raw.ticket_step: what the fold reads, and the rest."""

    event_id: str = ""
    address: str | None = None
    actor: str | None = None
    attributes: str | None = None
    extra: str | None = None
    part: int = 0
    record_offset: int = 0


COLUMNS = tuple(name for name in TicketRow.__struct_fields__ if name != "arrival")


def _row(step: TicketStep, fields: Fields, place: Position | None, known: Known, odd: Curiosities) -> TicketRow:
    in_time("at", step.at, known.now())
    _count_codes(step, known, odd)
    row = TicketRow(
        ticket_id=step.ticket_id, event_id=step.event_id, step_at=step.at, step=step.step, due_at=step.due_at,
        department=step.department, channel=step.channel, category=step.category, origin_event_id=step.origin_event_id,
        event_grade=step.event_grade, actor=step.actor, caller_hash=fields["caller"], content=fields.get("content"),
        address=fields.get("address"), reason=fields.get("reason"), area_id=_area(step, known),
    )  # fmt: skip
    if place:
        row.lon, row.lat = place
    if step.result:
        row.contacted, row.solved, row.satisfaction = msgspec.structs.astuple(step.result)
    if step.attributes:
        row.attributes = msgspec.json.encode(fields["attributes"]).decode()
    return row


def _count_codes(step: TicketStep, known: Known, odd: Curiosities) -> None:
    if step.category is not None and step.category not in known.city.categories:
        odd.add("unknown_code", step.category, f"category of ticket {step.ticket_id}")
    if step.department is not None and step.department not in known.city.departments:
        odd.add("unknown_code", step.department, f"department of ticket {step.ticket_id}")
    if step.area_code is not None and not known.area_of_code(step.area_code):
        odd.add("unknown_code", step.area_code, f"area_code of ticket {step.ticket_id}")


def _area(step: TicketStep, known: Known) -> str | None:
    """'' asks for the area of the position; None: this step says nothing about the place."""
    if step.area_code is None:
        return "" if step.lon is not None else None
    return known.area_of_code(step.area_code)


def _hashed(caller: str | None, known: Known) -> str | None:
    if not caller:
        return None
    return caller[len(KEYED) :][:32] if caller.startswith(KEYED) else caller_hash(caller, known.caller_key)


def _clean(fields: Fields, known: Known) -> Fields:
    """The record without its caller: what rows, unknown fields and the fingerprint are made of."""
    caller = fields.get("caller")
    clean = {**fields, "caller": _hashed(caller, known)}
    for name in fields.keys() - _HARMLESS:
        clean[name] = hide_text(fields[name], caller)
    return clean


_HARMLESS = frozenset(TicketStep.__struct_fields__) - {"content", "address", "reason", "attributes"}
SHAPE = events.Shape(
    stream="hotline.ticket",
    struct=TicketStep,
    columns=COLUMNS,
    at=lambda s: s.at,
    source=lambda s: s.ticket_id,
    by_source=False,  # what is odd says nothing about one ticket
    row=_row,
    placed=True,
    hidden=frozenset({"caller", "content", "address"}),
    clean=_clean,
)
STREAM = Stream(
    topic="hotline.ticket",
    struct=TicketStep,
    decode=events.decoder(SHAPE),
    write=event_write.writer(SHAPE, after=tickets.fold_touched),
    hide=lambda raw, known: hide_raw(raw, known.caller_key),
)
