"""Which minutes look different after a ticket changed: each fact stands at its time and shows some of the ticket's columns."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from operator import attrgetter

from ingest.ticket.fold import Ticket

Mark = tuple[str, datetime]

_SCOPE = ("channel", "category", "origin_event_id", "area_id")
_LOOK = (*_SCOPE, "department")
# Fact: the times it stands at, and what sql/rollups/ticket_<fact>.sql and the open cases of covers read beside them.
FACTS = {
    "accepted": (("accepted_at",), (*_LOOK, "lon", "lat")),
    "due": (("due_at",), (*_LOOK, "closed_at", "handled_at", "cancelled_at")),
    "closed": (("closed_at", "cancelled_at"), _LOOK),
    "dispatch": (("first_dispatched_at",), (*_LOOK, "first_department", "first_returned_at")),
    "visit": (("visited_at",), (*_LOOK, "contacted", "solved", "satisfaction")),
}
_READ = {fact: (times, attrgetter(*times, *seen)) for fact, (times, seen) in FACTS.items()}
_ALL = attrgetter(*sorted({name for times, seen in FACTS.values() for name in (*times, *seen)}))
NOTHING = Ticket()


def changed(before: dict[str, Ticket], after: dict[str, Ticket]) -> Iterator[Mark]:
    """(fact, time) pairs, old and new."""
    for ticket_id, new in after.items():
        old = before.get(ticket_id, NOTHING)
        if _ALL(old) != _ALL(new):
            yield from _of(old, new)


def _of(old: Ticket, new: Ticket) -> Iterator[Mark]:
    for fact, (times, read) in _READ.items():
        if read(old) != read(new):
            yield from ((fact, at) for one in (old, new) for name in times if (at := getattr(one, name)) is not None)
