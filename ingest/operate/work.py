"""What a person asks for: a row of ing.work that says who, why and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Literal

import msgspec

from ingest.sink import Row, Sink

Action = Literal["replay", "discard", "rewind", "pause", "resume"]


@dataclass(frozen=True, slots=True)
class Which:
    """Which dead letters (or which stream): what is None does not matter."""

    stream: str | None = None
    part: int | None = None
    record_offset: int | None = None
    reason: str | None = None
    source_id: str | None = None
    from_at: datetime | None = None
    to_at: datetime | None = None

    def params(self) -> dict[str, Any]:
        return {f.name: getattr(self, f.name) for f in fields(self)}


@dataclass(frozen=True, slots=True)
class Work:
    work_no: int
    action: Action
    who: str
    why: str
    asked_at: datetime
    which: Which


def begin(sink: Sink, action: Action, which: Which, who: str, why: str, owner: str) -> Work:
    """Note it down, and say that we are at it."""
    asked = which.params() | {"action": action, "who": who, "why": why, "owner": owner}
    with sink.transaction() as tx:
        return _work(tx.rows("ask_work", **asked)[0])


def take(sink: Sink, owner: str) -> Work | None:
    """The oldest work that waits for somebody."""
    with sink.transaction() as tx:
        rows = tx.rows("take_work", owner=owner)
    return _work(rows[0]) if rows else None


def end(sink: Sink, work: Work, said: str = "", failed: bool = False) -> Row:
    """The finished row, with its counts."""
    state = "failed" if failed else "done"
    with sink.transaction() as tx:
        row = tx.rows("end_work", work_no=work.work_no, state=state, said=said[:500])[0]
        tx.later("notify", payload=news(work.which.stream))
        return row


def news(stream: str | None) -> str:
    """Tells open screens that something of a stream changed though no row came."""
    return msgspec.json.encode({"stream": stream or "iot.reading", "rows": 0, "newest_at": None}).decode()


def _work(row: Row) -> Work:
    which = Which(**{f.name: row[f.name] for f in fields(Which)})
    return Work(row["work_no"], row["action"], row["who"], row["why"], row["asked_at"], which)
