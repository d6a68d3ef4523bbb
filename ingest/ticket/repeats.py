"""Repeat calls (重复来电): the same caller with the same content, shortly before, near the same place."""

from __future__ import annotations

from datetime import datetime
from operator import attrgetter

from ingest import copytext
from ingest.known import Known
from ingest.sink import Transaction
from ingest.ticket.facts import NOTHING
from ingest.ticket.fold import Ticket

_JUDGED_BY = attrgetter("caller_hash", "accepted_at", "category", "lon", "lat")


def judge(
    tx: Transaction, known: Known, before: dict[str, Ticket], after: dict[str, Ticket]
) -> list[tuple[str, datetime]]:
    """Judge the tickets whose call looks different, and the later calls of their callers; answers the marks of what changed.

    One worker at a time, until its commit: of two that judge at once neither would see the other's calls.
    """
    pairs = [(before.get(ticket_id, NOTHING), new) for ticket_id, new in after.items()]
    looks = [(old, new) for old, new in pairs if _JUDGED_BY(old) != _JUDGED_BY(new) and (_called(old) or _called(new))]
    if not looks:
        return []
    today = known.now().astimezone(known.city.zone).date()
    days, metres = (known.city.param(name, today) for name in ("repeat_window_days", "repeat_distance_m"))
    calls = sorted({(t.caller_hash, t.accepted_at) for pair in looks for t in pair if _called(t)})
    tx.later("one_judge")
    rows = tx.rows(
        "judge_repeats",
        ids=copytext.array([new.ticket_id for _, new in looks]),
        callers=copytext.array([caller or "" for caller, _ in calls]),
        times=copytext.array([str(at) for _, at in calls]),
        days=days,
        metres=metres,
    )
    return [("accepted", row["accepted_at"]) for row in rows]


def _called(ticket: Ticket) -> bool:
    return ticket.caller_hash is not None and ticket.accepted_at is not None
