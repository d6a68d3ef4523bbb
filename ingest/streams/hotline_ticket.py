"""hotline.ticket · 热线与案件工单: one step in the life of a ticket, in the lifecycle of GB/T 30428."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec

from ingest import events, tickets
from ingest.curious import Curiosities
from ingest.fields import Attributes, Code, Datum, EventId, Latitude, Longitude, Name, Text, Time, in_time
from ingest.known import Known, Position, position
from ingest.mask import KEYED, caller_hash, hide_raw, hide_text
from ingest.model import Stream

Step = Literal[
    "reported", "accepted", "dispatched", "returned", "redispatched", "extended", "suspended", "resumed",
    "handled", "checked", "closed", "reopened", "visited", "cancelled",
]  # fmt: skip


class VisitResult(msgspec.Struct, frozen=True):
    """What the citizen said in the follow-up call (回访)."""

    contacted: bool | None = None
    solved: bool | None = None
    satisfaction: Code | None = None


class TicketStep(msgspec.Struct, frozen=True):
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


COLUMNS = (
    "step_at", "event_id", "ticket_id", "step", "channel", "category", "content", "caller_hash", "area_id", "lon",
    "lat", "address", "origin_event_id", "event_grade", "department", "due_at", "reason", "contacted", "solved",
    "satisfaction", "actor", "attributes", "extra", "part", "record_offset",
)  # fmt: skip


def _row(step: TicketStep, known: Known, odd: Curiosities) -> dict[str, Any]:
    in_time("at", step.at, known.now())
    _count_codes(step, known, odd)
    lon, lat = _position(step) or (None, None)
    result = step.result or VisitResult()
    fields = _hidden(msgspec.structs.asdict(step), step.caller)
    return fields | {
        "step_at": step.at,
        "caller_hash": _hashed(step.caller, known),
        "area_id": _area(step, known),
        "lon": lon,
        "lat": lat,
        "contacted": result.contacted,
        "solved": result.solved,
        "satisfaction": result.satisfaction,
        "attributes": msgspec.json.encode(fields["attributes"]).decode() if step.attributes else None,
    }


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


def _position(step: TicketStep) -> Position | None:
    return position(step.lon, step.lat, step.datum)


def _clean(fields: dict[str, Any], known: Known) -> dict[str, Any]:
    """The record without its caller: what examples, unknown fields and the fingerprint are made of."""
    caller = fields.get("caller")
    return _hidden(fields, caller) | {"caller": _hashed(caller, known)}


def _hidden(fields: dict[str, Any], caller: str | None) -> dict[str, Any]:
    """Free text, and what we do not know, without phone numbers and without the caller."""
    free = {n for n in fields if n in _FREE or n not in TicketStep.__struct_fields__}
    return {name: hide_text(value, caller) if name in free else value for name, value in fields.items()}


_FREE = ("content", "address", "reason", "attributes")
SHAPE = events.Shape(
    stream="hotline.ticket",
    struct=TicketStep,
    columns=COLUMNS,
    at=lambda s: s.at,
    source=lambda s: s.ticket_id,
    row=_row,
    place=_position,
    hidden=frozenset({"caller", "content", "address"}),
    clean=_clean,
)
STREAM = Stream(
    topic="hotline.ticket",
    struct=TicketStep,
    decode=events.decoder(SHAPE),
    write=events.writer(SHAPE, after=tickets.fold_touched),
    hide=lambda raw, known: hide_raw(raw, known.caller_key),
)
