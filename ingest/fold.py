"""A ticket is the fold of its steps by (at, arrival); late and disordered steps give the same ticket."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any


@dataclass(frozen=True, slots=True)
class Step:
    """One step as stored; `arrival` orders steps of the same moment."""

    at: datetime
    arrival: tuple[Any, ...]
    step: str
    channel: str | None = None
    category: str | None = None
    content: str | None = None
    caller_hash: str | None = None
    area_id: str | None = None
    lon: float | None = None
    lat: float | None = None
    origin_event_id: str | None = None
    event_grade: str | None = None
    department: str | None = None
    due_at: datetime | None = None
    reason: str | None = None
    contacted: bool | None = None
    solved: bool | None = None
    satisfaction: str | None = None


@dataclass(slots=True)
class Ticket:
    """The columns of state.ticket that the steps decide."""

    state: str = ""
    channel: str | None = None
    category: str | None = None
    content: str | None = None
    caller_hash: str | None = None
    area_id: str | None = None
    lon: float | None = None
    lat: float | None = None
    origin_event_id: str | None = None
    event_grade: str | None = None
    department: str | None = None
    first_department: str | None = None
    reported_at: datetime | None = None
    accepted_at: datetime | None = None
    first_dispatched_at: datetime | None = None
    dispatched_at: datetime | None = None
    first_returned_at: datetime | None = None
    handled_at: datetime | None = None
    checked_at: datetime | None = None
    check_reason: str | None = None
    closed_at: datetime | None = None
    cancelled_at: datetime | None = None
    due_at: datetime | None = None
    visited_at: datetime | None = None
    contacted: bool | None = None
    solved: bool | None = None
    satisfaction: str | None = None
    returned_n: int = 0
    reopened_n: int = 0
    steps_n: int = 0
    last_step_at: datetime | None = None


FACTS = tuple(f.name for f in fields(Ticket) if f.name.endswith("_at") and f.name != "last_step_at")
_FIRST_GIVEN = (
    "channel", "category", "content", "caller_hash", "lon", "lat", "origin_event_id", "event_grade",
)  # fmt: skip
# A longer limit and a follow-up call say something about a case but do not move it.
_STILL = ("extended", "visited")


def fold(steps: Iterable[Step]) -> Ticket:
    ordered = sorted(steps, key=lambda s: (s.at, s.arrival))
    ticket = Ticket()
    for step in ordered:
        _describe(ticket, step)
        if step.step not in _STILL:
            ticket.state = step.step
        _MOVES.get(step.step, _nothing)(ticket, step)
        ticket.steps_n += 1
        ticket.last_step_at = step.at
    ticket.state = ticket.state or "reported"
    ticket.due_at = due(ordered)
    return ticket


def _describe(ticket: Ticket, step: Step) -> None:
    """What the first step that says it says; a known area wins over an unknown one."""
    for name in _FIRST_GIVEN:
        if getattr(ticket, name) is None:
            setattr(ticket, name, getattr(step, name))
    ticket.area_id = ticket.area_id or step.area_id


def _nothing(ticket: Ticket, step: Step) -> None:
    pass


def _reported(ticket: Ticket, step: Step) -> None:
    ticket.reported_at = ticket.reported_at or step.at


def _accepted(ticket: Ticket, step: Step) -> None:
    ticket.accepted_at = ticket.accepted_at or step.at


def _dispatched(ticket: Ticket, step: Step) -> None:
    if ticket.first_dispatched_at is None:
        ticket.first_dispatched_at, ticket.first_department = step.at, step.department
    _redispatched(ticket, step)


def _redispatched(ticket: Ticket, step: Step) -> None:
    ticket.dispatched_at = step.at
    ticket.department = step.department or ticket.department


def _returned(ticket: Ticket, step: Step) -> None:
    ticket.first_returned_at = ticket.first_returned_at or step.at
    ticket.returned_n += 1


def _handled(ticket: Ticket, step: Step) -> None:
    ticket.handled_at = step.at


def _checked(ticket: Ticket, step: Step) -> None:
    ticket.checked_at, ticket.check_reason = step.at, step.reason


def _closed(ticket: Ticket, step: Step) -> None:
    ticket.closed_at = ticket.closed_at or step.at


def _reopened(ticket: Ticket, step: Step) -> None:
    ticket.closed_at = ticket.cancelled_at = ticket.handled_at = None
    ticket.reopened_n += 1


def _cancelled(ticket: Ticket, step: Step) -> None:
    ticket.cancelled_at = ticket.cancelled_at or step.at


def _visited(ticket: Ticket, step: Step) -> None:
    if step.contacted is None and step.solved is None and step.satisfaction is None:
        return  # the citizen was not reached: no result
    ticket.visited_at = step.at
    ticket.contacted, ticket.solved, ticket.satisfaction = step.contacted, step.solved, step.satisfaction


_MOVES = {
    "reported": _reported, "accepted": _accepted, "dispatched": _dispatched, "redispatched": _redispatched,
    "returned": _returned, "handled": _handled, "checked": _checked, "closed": _closed, "reopened": _reopened,
    "cancelled": _cancelled, "visited": _visited,
}  # fmt: skip


def due(ordered: list[Step]) -> datetime | None:
    """The limit in force: what came too late does not move it, and a pause moves it by its length."""
    limit: datetime | None = None
    paused: datetime | None = None
    for step in ordered:
        overdue = limit is not None and step.at > limit
        if step.step == "resumed" and paused is not None:
            limit = _moved(limit, step.at - paused) if step.due_at is None else limit
            paused = None
        if step.step == "suspended":
            # A pause that brings its own limit needs no moving; one after the limit saves nothing.
            paused = None if step.due_at or overdue else paused or step.at
        if step.due_at is not None and not (overdue and step.step in ("extended", "suspended")):
            limit = step.due_at
    return limit


def _moved(limit: datetime | None, pause: timedelta) -> datetime | None:
    return None if limit is None else limit + pause
