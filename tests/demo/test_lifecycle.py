"""Cases go through the steps of GB/T 30428 in an order that makes sense."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from random import Random

import pytest

from core.city import Category, Text
from demo.live.case import Case
from demo.live.lifecycle import Step, steps

pytestmark = pytest.mark.unit
# What may follow a step; `visited` looks back and may come after any end.
NEXT = {
    "reported": {"accepted", "cancelled"},
    "accepted": {"dispatched", "closed"},
    "dispatched": {"returned", "handled", "extended", "suspended"},
    "returned": {"redispatched"},
    "redispatched": {"handled", "extended", "suspended"},
    "extended": {"handled"},
    "suspended": {"resumed"},
    "resumed": {"handled"},
    "handled": {"checked"},
    "checked": {"closed"},
    "closed": {"visited", "reopened"},
    "visited": {"reopened"},
    "reopened": {"redispatched"},
}


def made(seed: int, nature: str) -> list[Step]:
    code = {"hotline": ["ZX-tax", "QZ-heating", "TS-bus"][seed % 3], "urban": "SJ-ponding"}.get(nature, "alarm.gas")
    text = Text(zh="名", en="name")
    category = Category(code=code, name=text, department="water", limit_h=[1, 6, 24, 120][seed % 4])
    return list(steps(Random(seed), Case("t", 1_800_000_000, category, nature), ["water", "env"]))


@pytest.mark.parametrize("nature", ["hotline", "urban", "alarm", "incident"])
def test_the_order_of_steps(nature: str) -> None:
    for seed in range(1500):
        found = made(seed, nature)
        assert found[0].name == "reported"
        assert [s.at for s in found] == sorted(s.at for s in found), seed
        for before, after in pairwise(found):
            assert after.name in NEXT[before.name], (seed, [s.name for s in found])


def test_every_kind_of_trouble_occurs() -> None:
    seen = Counter(s.name for seed in range(1500) for s in made(seed, "hotline"))
    assert set(seen) == {*NEXT, "cancelled"}


def test_a_dispatch_names_a_department_and_a_limit() -> None:
    for seed in range(300):
        for step in made(seed, "hotline"):
            if step.name in ("dispatched", "redispatched"):
                assert step.fields["department"] in ("water", "env")
                assert step.fields["due_at"] > step.at


def test_most_cases_are_closed_in_time() -> None:
    on_time = []
    for seed in range(3000):
        found = made(seed, "hotline")
        due = [s.fields["due_at"] for s in found if "due_at" in s.fields]
        closed = [s.at for s in found if s.name == "closed"]
        if due and closed:
            on_time.append(closed[0] <= due[-1])
    assert 0.9 < sum(on_time) / len(on_time) < 0.99
