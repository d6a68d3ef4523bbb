"""What a source sends: one JSON record of one stream, with a deterministic event_id so that a second sending is a duplicate."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

import orjson
from xxhash import xxh3_128_hexdigest

READING, VIDEO, TICKET, REPORT = "iot.reading", "video.event", "hotline.ticket", "stats.report"
TOPICS = (READING, VIDEO, TICKET, REPORT)


class Message(NamedTuple):
    """`at` is the moment a real source would send it; `key` is the source's id."""

    at: datetime
    topic: str
    key: str
    body: bytes


def event_id(*parts: object) -> str:
    """The same parts always give the same id: a restart repeats ids, never invents them."""
    return xxh3_128_hexdigest("|".join(map(str, parts)).encode())


def message(sent_at: datetime, topic: str, key: str, event: str, **fields: Any) -> Message:
    """One record; fields that are None are left out, as the contract's optional fields are."""
    given = {name: value for name, value in fields.items() if value is not None}
    return Message(sent_at, topic, key, orjson.dumps({"schema": 1, "event_id": event, **given}))


def reading(
    source_id: str,
    observed_at: datetime,
    metric: str,
    value: float,
    unit: str | None = None,
    sent_at: datetime | None = None,
) -> Message:
    stamp = observed_at.isoformat()
    return message(
        sent_at or observed_at,
        READING,
        source_id,
        event_id(source_id, metric, stamp),
        source_id=source_id,
        observed_at=stamp,
        metric=metric,
        value=value,
        unit=unit,
    )


def step(ticket_id: str, at: datetime, name: str, **fields: Any) -> Message:
    stamp = at.isoformat()
    due_at = fields.pop("due_at", None)
    return message(
        at,
        TICKET,
        ticket_id,
        event_id(ticket_id, name, stamp),
        ticket_id=ticket_id,
        at=stamp,
        step=name,
        due_at=due_at.isoformat() if due_at else None,
        **fields,
    )
