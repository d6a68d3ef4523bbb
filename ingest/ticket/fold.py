"""A ticket is the fold of its steps by (at, arrival); late and disordered steps give the same ticket."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec


class Step(msgspec.Struct, gc=False):
    """One step as stored; `arrival` orders steps of the same moment."""

    step_at: datetime
    step: str
    ticket_id: str = ""
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
    arrival: tuple[Any, ...] = ()


class Ticket(msgspec.Struct, gc=False):
    """The columns of state.ticket that the steps decide."""

    ticket_id: str = ""
    state: str = ""
    channel: str | None = None
    category: str | None = None
    content: str | None = None
    caller_hash: str | None = None
    area_id: str = ""
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
    paused_at: datetime | None = None
    visited_at: datetime | None = None
    contacted: bool | None = None
    solved: bool | None = None
    satisfaction: str | None = None
    returned_n: int = 0
    reopened_n: int = 0
    steps_n: int = 0
    last_step_at: datetime | None = None
    fold_no: int = 0


# The rules below, numbered: a ticket folded by others is folded anew from all its steps. Raise it with every change.
FOLD_NO = 1
_FIRST_GIVEN = (
    "channel", "category", "content", "caller_hash", "lon", "lat", "origin_event_id", "event_grade",
)  # fmt: skip
# A longer limit and a follow-up call say something about a case but do not move it.
_STILL = ("extended", "visited")


def fold(steps: Iterable[Step]) -> Ticket:
    return carry(Ticket(fold_no=FOLD_NO), sorted(steps, key=lambda s: (s.step_at, s.arrival)))


def carries(ticket: Ticket, step: Step) -> bool:
    """Whether `step` comes after all that the ticket was folded from."""
    return ticket.fold_no == FOLD_NO and ticket.last_step_at is not None and step.step_at > ticket.last_step_at


def carry(ticket: Ticket, ordered: Iterable[Step]) -> Ticket:
    """The ticket after further steps."""
    for step in ordered:
        _describe(ticket, step)
        _limit(ticket, step)
        if step.step not in _STILL:
            ticket.state = step.step
        _MOVES.get(step.step, _nothing)(ticket, step)
        ticket.steps_n += 1
        ticket.last_step_at = step.step_at
    ticket.state = ticket.state or "reported"
    return ticket


def _describe(ticket: Ticket, step: Step) -> None:
    """What the first step that says it says; a known area wins over an unknown one."""
    for name in _FIRST_GIVEN:
        if (said := getattr(step, name)) is not None and getattr(ticket, name) is None:
            setattr(ticket, name, said)
    ticket.ticket_id = step.ticket_id
    ticket.area_id = ticket.area_id or step.area_id or ""


def _nothing(ticket: Ticket, step: Step) -> None:
    pass


def _reported(ticket: Ticket, step: Step) -> None:
    ticket.reported_at = ticket.reported_at or step.step_at


def _accepted(ticket: Ticket, step: Step) -> None:
    ticket.accepted_at = ticket.accepted_at or step.step_at


def _dispatched(ticket: Ticket, step: Step) -> None:
    if ticket.first_dispatched_at is None:
        ticket.first_dispatched_at, ticket.first_department = step.step_at, step.department
    _redispatched(ticket, step)


def _redispatched(ticket: Ticket, step: Step) -> None:
    ticket.dispatched_at = step.step_at
    ticket.department = step.department or ticket.department


def _returned(ticket: Ticket, step: Step) -> None:
    ticket.first_returned_at = ticket.first_returned_at or step.step_at
    ticket.returned_n += 1


def _handled(ticket: Ticket, step: Step) -> None:
    ticket.handled_at = step.step_at


def _checked(ticket: Ticket, step: Step) -> None:
    ticket.checked_at, ticket.check_reason = step.step_at, step.reason


def _closed(ticket: Ticket, step: Step) -> None:
    ticket.closed_at = ticket.closed_at or step.step_at


def _reopened(ticket: Ticket, step: Step) -> None:
    ticket.closed_at = ticket.cancelled_at = ticket.handled_at = None
    ticket.reopened_n += 1


def _cancelled(ticket: Ticket, step: Step) -> None:
    ticket.cancelled_at = ticket.cancelled_at or step.step_at


def _visited(ticket: Ticket, step: Step) -> None:
    if step.contacted is None and step.solved is None and step.satisfaction is None:
        return  # the citizen was not reached: no result
    ticket.visited_at = step.step_at
    ticket.contacted, ticket.solved, ticket.satisfaction = step.contacted, step.solved, step.satisfaction


_MOVES = {
    "reported": _reported, "accepted": _accepted, "dispatched": _dispatched, "redispatched": _redispatched,
    "returned": _returned, "handled": _handled, "checked": _checked, "closed": _closed, "reopened": _reopened,
    "cancelled": _cancelled, "visited": _visited,
}  # fmt: skip


def _limit(ticket: Ticket, step: Step) -> None:
    """The limit in force: what came too late does not move it, and a pause moves it by its length."""
    overdue = ticket.due_at is not None and step.step_at > ticket.due_at
    if step.step == "resumed" and ticket.paused_at is not None:
        if step.due_at is None and ticket.due_at is not None:
            ticket.due_at += step.step_at - ticket.paused_at
        ticket.paused_at = None
    if step.step == "suspended":
        # A pause that brings its own limit needs no moving; one after the limit saves nothing.
        ticket.paused_at = None if step.due_at or overdue else ticket.paused_at or step.step_at
    if step.due_at is not None and not (overdue and step.step in ("extended", "suspended")):
        ticket.due_at = step.due_at
