"""Tickets folded from their steps, in the transaction that stored the steps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from itertools import groupby
from typing import Any

from ingest.events import mark_minutes
from ingest.fold import FACTS, Step, Ticket, fold
from ingest.known import Known
from ingest.model import Event
from ingest.sink import Transaction

Row = dict[str, Any]


def fold_touched(tx: Transaction, known: Known, new: list[Event]) -> None:
    """Fold each touched ticket anew, and mark every minute of its facts, old and new."""
    ids = sorted({e.row["ticket_id"] for e in new})
    if not ids:
        return
    before = _lock(tx, ids)
    after = [_row(ticket_id, steps) for ticket_id, steps in _steps(tx, ids)]
    tx.later_many("update_ticket", after)
    touched = _facts(before) | _facts(after) | _repeats(tx, known, ids)
    mark_minutes(tx, "hotline.ticket", [""] * len(touched), sorted(touched))


def _lock(tx: Transaction, ids: list[str]) -> list[Row]:
    """Rows as they were, locked in the order of their ids; new tickets get a row to lock."""
    tx.run("begin_ticket", ids=ids)
    return tx.rows("lock_ticket", ids=ids)


def _steps(tx: Transaction, ids: list[str]) -> Iterable[tuple[str, list[Step]]]:
    rows = tx.rows("read_ticket_steps", ids=ids)
    for ticket_id, group in groupby(rows, lambda r: r["ticket_id"]):
        yield ticket_id, [_step(row) for row in group]


def _step(row: Row) -> Step:
    arrival = (row.pop("received_at"), row.pop("part"), row.pop("record_offset"))
    row.pop("ticket_id")
    return Step(at=row.pop("step_at"), arrival=arrival, **row)


def _row(ticket_id: str, steps: list[Step]) -> Row:
    ticket: Ticket = fold(steps)
    return asdict(ticket) | {"ticket_id": ticket_id, "area_id": ticket.area_id or ""}


def _facts(rows: list[Row]) -> set[datetime]:
    return {row[name] for row in rows for name in FACTS if row[name] is not None}


def _repeats(tx: Transaction, known: Known, ids: list[str]) -> set[datetime]:
    """Judge the touched tickets, and later ones of the same callers, for which they may be the first call."""
    today = known.now().astimezone(known.city.zone).date()
    days, metres = (known.city.param(name, today) for name in ("repeat_window_days", "repeat_distance_m"))
    return {row["accepted_at"] for row in tx.rows("judge_repeats", ids=ids, days=days, metres=metres)}
