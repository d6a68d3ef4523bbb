"""Tickets folded from their steps, in the transaction that stored the steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import copy
from itertools import groupby
from typing import Any

import msgspec

from ingest import copytext
from ingest.event.write import mark_minutes
from ingest.known import Known
from ingest.model import Event
from ingest.sink import Transaction, Weather
from ingest.ticket.facts import changed
from ingest.ticket.fold import FOLD_NO, Step, Ticket, carries, carry, fold
from ingest.ticket.repeats import judge

Row = dict[str, Any]
Tickets = dict[str, Ticket]


def fold_touched(tx: Transaction, known: Known, new: list[Event]) -> None:
    """Fold the new steps into their tickets, and mark the minutes of the facts that moved or look different now."""
    steps = _by_ticket(new)
    before = _locked(tx, sorted(steps))
    anew = {t for t, old in before.items() if not carries(old, steps[t][0])}
    after = {t: carry(_start(before.get(t)), new_steps) for t, new_steps in steps.items() if t not in anew}
    after |= _refolded(tx, sorted(anew))
    _put(tx, before, after)
    judged = judge(tx, known, before, after)
    mark_minutes(tx, "hotline.ticket", [*changed(before, after), *judged])


def _by_ticket(new: list[Event]) -> dict[str, list[Step]]:
    """The new steps of each ticket in the order of their times, those of one moment as they came."""
    found: dict[str, list[Step]] = {}
    for event in new:
        found.setdefault(event.row.ticket_id, []).append(event.row)
    for steps in found.values():
        steps.sort(key=lambda step: step.step_at)
    return found


def _start(ticket: Ticket | None) -> Ticket:
    return copy(ticket) if ticket else Ticket(fold_no=FOLD_NO)


def _locked(tx: Transaction, ids: list[str]) -> Tickets:
    """The tickets as they are, locked in the order of their ids."""
    rows = tx.rows("lock_ticket", ids=copytext.array(ids))
    return {row["ticket_id"]: Ticket(**row) for row in rows}


def _refolded(tx: Transaction, ids: list[str]) -> Tickets:
    """Tickets that got a step from between or before the others: from all their steps."""
    if not ids:
        return {}
    rows = tx.rows("read_ticket_steps", ids=ids)
    return {ticket_id: fold(map(_step, group)) for ticket_id, group in groupby(rows, lambda r: r["ticket_id"])}


def _step(row: Row) -> Step:
    return Step(arrival=(row.pop("received_at"), row.pop("part"), row.pop("record_offset")), **row)


def _put(tx: Transaction, before: Tickets, after: Tickets) -> None:
    """Rows that were locked are replaced, the others begun."""
    begun_n = len(after) - len(before)
    tx.copy("copy_staged_ticket", copytext.lines(_staged(before, after.values())))
    if before:
        tx.run("update_ticket")
    if begun_n and tx.run("begin_ticket") != begun_n:
        # Its steps came by two partitions at once. The next attempt finds the row and waits for its lock.
        raise Weather("a ticket was begun by another worker in the same moment")
    tx.later("clear_staged_ticket")


def _staged(before: Tickets, after: Iterable[Ticket]) -> Iterator[tuple[Any, ...]]:
    for ticket in after:
        yield (ticket.ticket_id not in before, *msgspec.structs.astuple(ticket))
