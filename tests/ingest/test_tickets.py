"""Tickets on a real database: folded with their steps, whoever calls stays unknown."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from deploy.local.wait import until
from ingest.write import Writer
from tests.ingest.desk import Desk

pytestmark = pytest.mark.db
NOW = datetime.now(UTC).replace(microsecond=0) - timedelta(days=40)
PHONE = "13800138000"


def at(hours: float) -> str:
    return (NOW + timedelta(hours=hours)).isoformat()


def step(desk: Desk, ticket: str, name: str, hours: float, **fields: Any) -> dict[str, Any]:
    ids = {"event_id": f"{desk.part}-{ticket}-{name}-{hours}", "ticket_id": f"{ticket}-{desk.part}"}
    return {"schema": 1, "at": at(hours), "step": name} | ids | fields


def repeats(desk: Desk, ticket: str) -> bool:
    return bool(desk.rows("SELECT 1 FROM state.repeat WHERE ticket_id = %s", f"{ticket}-{desk.part}"))


def folded(desk: Desk, ticket: str) -> dict[str, Any]:
    return desk.rows("SELECT * FROM state.ticket WHERE ticket_id = %s", f"{ticket}-{desk.part}")[0]


def life(desk: Desk, ticket: str) -> list[dict[str, Any]]:
    first = {"channel": "phone", "category": "QZ-heating", "caller": PHONE, "lon": 113.65, "lat": 34.76}
    return [
        step(desk, ticket, "reported", 0, **first),
        step(desk, ticket, "accepted", 1),
        step(desk, ticket, "dispatched", 2, department="heating_co", due_at=at(26)),
        step(desk, ticket, "closed", 20),
        step(desk, ticket, "visited", 50, result={"contacted": True, "solved": True, "satisfaction": "satisfied"}),
    ]


def test_late_and_disordered_steps_give_the_same_ticket(desk: Desk) -> None:
    desk.send("hotline.ticket", *life(desk, "A"))
    for late in reversed(life(desk, "B")):
        desk.send("hotline.ticket", late)
    ours, theirs = folded(desk, "A"), folded(desk, "B")
    differing = {name for name in ours if ours[name] != theirs[name]}
    assert differing <= {"ticket_id", "updated_at"}
    assert (ours["state"], ours["area_id"], ours["department"]) == ("closed", "410103001", "heating_co")
    assert desk.counts("hotline.ticket") == (10, 0, 0, 0)


def marked(desk: Desk) -> dict[str, set[float]]:
    """Hours of the marks by fact; the marks are taken away."""
    found: dict[str, set[float]] = {}
    for row in desk.rows("DELETE FROM ing.dirty WHERE family = 'hotline.ticket' RETURNING measure, minute_at"):
        hours = (row["minute_at"] - NOW.replace(second=0)) / timedelta(hours=1)
        found.setdefault(row["measure"], set()).add(hours)
    return found


def test_only_the_minutes_of_facts_that_look_different_are_dirty(desk: Desk) -> None:
    marked(desk)
    desk.send("hotline.ticket", step(desk, "A", "accepted", 1, due_at=at(10)))
    assert marked(desk) == {"accepted": {1}, "due": {10}}
    desk.send("hotline.ticket", step(desk, "A", "extended", 2, due_at=at(30)))
    assert marked(desk) == {"due": {10, 30}}
    desk.send("hotline.ticket", step(desk, "A", "checked", 3))
    assert marked(desk) == {}
    desk.send("hotline.ticket", step(desk, "A", "closed", 4))
    assert marked(desk) == {"due": {30}, "closed": {4}}
    desk.send("hotline.ticket", step(desk, "A", "reported", 0, channel="app"))
    assert marked(desk) == {"accepted": {1}, "due": {30}, "closed": {4}}


def test_the_same_caller_with_the_same_content_nearby_repeats(desk: Desk) -> None:
    caller = {"caller": f"139{desk.part:08d}", "category": "QZ-heating", "lon": 113.65, "lat": 34.76}
    tickets = {
        "first": (0, {}),
        "again": (24, {"category": "TS-heating"}),
        "far": (25, {"lat": 34.77}),
        "other": (26, {"category": "QZ-garbage"}),
        "nowhere": (27, {"lon": None, "lat": None}),
        "month": (27 * 24 + 24 * 5, {}),
    }
    for name, (hours, fields) in tickets.items():
        desk.send("hotline.ticket", step(desk, name, "accepted", hours, **(caller | fields)))
    assert {name: repeats(desk, name) for name in tickets} == {
        "first": False, "again": True, "far": False, "other": False, "nowhere": True, "month": False,
    }  # fmt: skip


def test_a_first_call_that_arrives_late_makes_the_second_a_repeat(desk: Desk) -> None:
    caller = {"caller": f"137{desk.part:08d}", "category": "QZ-heating"}
    desk.send("hotline.ticket", step(desk, "second", "accepted", 10, **caller))
    assert not repeats(desk, "second")
    desk.send("hotline.ticket", step(desk, "first", "accepted", 5, **caller))
    assert repeats(desk, "second")


def test_the_caller_is_stored_nowhere(desk: Desk) -> None:
    number = "13612345678"
    good = step(desk, "A", "reported", 0, caller=number, content=f"请回电 {number}", tel=number)
    desk.send("hotline.ticket", good, good | {"event_id": "x" * 99}, f'{{"caller":"{number}", "note":'.encode())
    tables = desk.rows(
        "SELECT table_schema || '.' || table_name AS name FROM information_schema.tables"
        " WHERE table_schema IN ('raw', 'ing', 'state') AND table_type = 'BASE TABLE'"
    )
    for table in tables:
        stored = desk.rows(f"SELECT t::text AS line FROM {table['name']} AS t")  # noqa: S608
        assert not [row for row in stored if number in row["line"] or number.encode().hex() in row["line"]], table
    assert desk.counts("hotline.ticket") == (1, 2, 0, 0)
    assert folded(desk, "A")["content"] == "请回电 ***"
    assert len(folded(desk, "A")["caller_hash"]) == 32


def test_a_ticket_begun_by_two_workers_at_once_is_folded_again(desk: Desk) -> None:
    """Steps of one ticket in two partitions: who comes second meets a row that was not there when it looked."""
    waits: list[float] = []
    desk.writer = Writer(desk.sink, desk.known, "w1", idle=waits.append)
    ours = step(desk, "A", "handled", 2)
    with psycopg.connect(desk.url) as other, ThreadPoolExecutor(1) as pool:
        other.execute(
            "INSERT INTO state.ticket (ticket_id, state, last_step_at) VALUES (%s, 'accepted', now())",
            [ours["ticket_id"]],
        )
        sending = pool.submit(desk.send, "hotline.ticket", ours)
        until(lambda: bool(desk.rows(_WAITING)), "the second worker to meet the row", 20, 0.02)
        other.commit()
        sending.result(20)
    assert len(waits) == 1
    assert desk.counts("hotline.ticket") == (1, 0, 0, 0)
    assert (folded(desk, "A")["state"], folded(desk, "A")["steps_n"]) == ("handled", 1)


_WAITING = (
    "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    " AND query LIKE '%%INSERT INTO state.ticket%%'"
)


def test_many_ids_with_one_known_among_them_are_sorted_out(desk: Desk) -> None:
    """The one COPY of the ids is refused; each id is asked about, and only the known one is a duplicate."""
    steps = [step(desk, f"N{n}", "accepted", n) for n in range(120)]
    desk.send("hotline.ticket", steps[60])
    desk.send("hotline.ticket", *steps, steps[7], steps[8] | {"step": "handled"})
    assert desk.counts("hotline.ticket") == (120, 1, 2, 0)
    assert desk.dead() == ["id_conflict"]
    assert {folded(desk, f"N{n}")["steps_n"] for n in range(120)} == {1}
