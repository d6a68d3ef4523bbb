"""Three years of tickets, a quarter of video events and the values before the newest: what page queries meet in a city.

Written by SQL, folded and settled as the ingest would have left them; only the last days carry marks, the values of older
ones are copies of the newest with a wave on them.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from core.city import City
from core.store import Store, sql

TICKETS = 600 * 1095
EVENTS = 2400 * 90
DAYS = 3  # whose tickets and events are folded into rollups and values


def happened(store: Store, pack: City) -> dict[str, int]:
    """Tickets with their steps, and video events; answers how many rows each table got."""
    categories = [c for c in pack.categories.values() if not c.code.startswith(("alarm.", "video."))]
    given: dict[str, Any] = {
        "now": datetime.now(UTC), "tickets": TICKETS, "events": EVENTS, "days": DAYS,
        "categories": [c.code for c in categories], "departments": [c.department for c in categories],
        "types": list(pack.event_types),
    }  # fmt: skip
    return {name: _run(store, name, given) for name in ("tickets", "ticket_steps", "video_events", "event_marks")}


def remembered(store: Store, pack: City) -> dict[str, int]:
    subjects = [pack.code, *(a.code for a in pack.level("district"))]
    return {"past_values": _run(store, "past_values", {"subjects": subjects})}


def _run(store: Store, name: str, given: dict[str, Any]) -> int:
    with store.session() as session:
        session.run("SET LOCAL statement_timeout = 0")
        return session.run(sql(f"bench/{name}"), given)
