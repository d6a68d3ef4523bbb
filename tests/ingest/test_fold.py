"""A ticket is the fold of its steps, whatever the order in which they come."""

from __future__ import annotations

from copy import copy
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.ticket.fold import FOLD_NO, Step, Ticket, carries, carry, fold

pytestmark = pytest.mark.unit
START = datetime(2026, 11, 1, tzinfo=UTC)
STEPS = (
    "reported", "accepted", "dispatched", "returned", "redispatched", "extended", "suspended", "resumed",
    "handled", "checked", "closed", "reopened", "visited", "cancelled",
)  # fmt: skip


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def step(name: str, hours: float, arrival: int = 0, **fields: Any) -> Step:
    return Step(step_at=at(hours), arrival=(arrival,), step=name, **fields)


def test_the_whole_life() -> None:
    ticket = fold([
        step("reported", 0, channel="phone", category="QZ-heating"),
        step("accepted", 1, area_id="410103001"),
        step("dispatched", 2, department="water_co", due_at=at(26)),
        step("returned", 3),
        step("redispatched", 4, department="heating_co"),
        step("handled", 20),
        step("closed", 21),
        step("visited", 30, contacted=True, solved=True, satisfaction="satisfied"),
    ])  # fmt: skip
    assert (ticket.state, ticket.channel, ticket.area_id) == ("closed", "phone", "410103001")
    assert (ticket.first_department, ticket.department) == ("water_co", "heating_co")
    assert (ticket.accepted_at, ticket.first_dispatched_at, ticket.dispatched_at) == (at(1), at(2), at(4))
    assert (ticket.first_returned_at, ticket.returned_n) == (at(3), 1)
    assert (ticket.handled_at, ticket.closed_at, ticket.due_at, ticket.visited_at) == (at(20), at(21), at(26), at(30))
    assert (ticket.contacted, ticket.solved, ticket.satisfaction, ticket.steps_n) == (True, True, "satisfied", 8)


def test_only_a_closing_that_stands_counts() -> None:
    steps = [step("closed", 5), step("reopened", 6)]
    assert fold(steps).closed_at is None
    assert fold([*steps, step("closed", 9)]).closed_at == at(9)
    assert fold([*steps, step("closed", 9)]).reopened_n == 1


def test_an_extension_sent_after_the_limit_is_ignored() -> None:
    base = [step("accepted", 0, due_at=at(10))]
    assert fold([*base, step("extended", 9, due_at=at(20))]).due_at == at(20)
    assert fold([*base, step("extended", 11, due_at=at(20))]).due_at == at(10)


def test_a_pause_moves_the_limit_by_its_length() -> None:
    base = [step("accepted", 0, due_at=at(10)), step("suspended", 2)]
    assert fold(base).due_at == at(10)
    assert fold([*base, step("resumed", 5)]).due_at == at(13)
    assert fold([*base, step("resumed", 5, due_at=at(11))]).due_at == at(11)
    named = [step("accepted", 0, due_at=at(10)), step("suspended", 2, due_at=at(30)), step("resumed", 5)]
    assert fold(named).due_at == at(30)


def test_a_pause_after_the_limit_saves_nothing() -> None:
    assert fold([step("accepted", 0, due_at=at(1)), step("suspended", 2), step("resumed", 5)]).due_at == at(1)


def test_a_visit_that_reached_nobody_is_not_one() -> None:
    ticket = fold([step("visited", 1, contacted=False), step("visited", 2)])
    assert (ticket.visited_at, ticket.contacted) == (at(1), False)


def test_without_a_limit_nothing_is_due() -> None:
    assert fold([step("accepted", 0), step("suspended", 1), step("resumed", 2)]).due_at is None


MANY = st.lists(
    st.builds(
        step,
        st.sampled_from(STEPS),
        st.integers(0, 12),
        due_at=st.none() | st.integers(0, 40).map(at),
        department=st.sampled_from([None, "a", "b"]),
        contacted=st.sampled_from([None, True, False]),
        area_id=st.sampled_from([None, "", "410103"]),
    ),
    min_size=1,
    max_size=12,
)


def numbered(steps: list[Step]) -> list[Step]:
    """In the order of their arrival."""
    return [msgspec.structs.replace(s, arrival=(i,)) for i, s in enumerate(steps)]


@given(MANY, st.randoms(use_true_random=False))
def test_the_order_of_reading_does_not_matter(steps: list[Step], random: Any) -> None:
    shuffled = numbered(steps)
    random.shuffle(shuffled)
    assert fold(shuffled) == fold(numbered(steps))


@given(MANY, st.lists(st.integers(1, 5), max_size=12))
def test_going_on_from_a_ticket_is_folding_all_of_it(steps: list[Step], sizes: list[int]) -> None:
    """Steps that come in parts: each part goes on where it can and folds anew where it must."""
    waiting, stored, ticket = numbered(steps), list[Step](), Ticket(fold_no=FOLD_NO)
    for size in [*sizes, len(steps)]:
        part, waiting = waiting[:size], waiting[size:]
        stored += part
        ordered = sorted(part, key=lambda s: s.step_at)
        if part and (ticket.steps_n == 0 or carries(ticket, ordered[0])):
            ticket = carry(copy(ticket), ordered)
        elif part:
            ticket = fold(stored)
        assert not stored or ticket == fold(stored)


@given(MANY)
def test_facts_are_times_of_steps(steps: list[Step]) -> None:
    ticket = fold(steps)
    times = {s.step_at for s in steps}
    for name in ("accepted_at", "closed_at", "handled_at", "cancelled_at", "visited_at", "first_dispatched_at"):
        assert getattr(ticket, name) in times | {None}
    assert ticket.steps_n == len(steps)


def test_a_ticket_of_older_rules_is_folded_anew() -> None:
    assert not carries(msgspec.structs.replace(fold([step("accepted", 1)]), fold_no=FOLD_NO - 1), step("closed", 2))
