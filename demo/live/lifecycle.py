"""The steps of a case in the order of GB/T 30428, with what goes wrong in real ones: returns, extensions, late work, reopening."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any, NamedTuple

from demo.live.case import Case

HOUR = 3600
ON_TIME = {"hotline": 0.95, "urban": 0.88, "alarm": 0.9, "incident": 0.97}
DIRECT = {"ZX": 0.9, "JY": 0.35, "BY": 0.8, "TS": 0.1, "QZ": 0.15}
FALSE = {"alarm": 0.8, "urban": 0.12}


class Step(NamedTuple):
    at: int
    name: str
    fields: dict[str, Any]


def steps(rng: Random, case: Case, departments: list[str]) -> Iterator[Step]:
    """Every step of the case, in order of time."""
    yield Step(case.at, "reported", {"category": case.category.code, **case.first})
    at = case.at + _soon(rng, case)
    if rng.random() < (0.08 if case.nature == "urban" else 0.01):
        yield Step(at, "cancelled", {"reason": "not_registered" if case.nature == "urban" else "withdrawn"})
        return
    yield Step(at, "accepted", {})
    if case.nature == "hotline" and rng.random() < DIRECT.get(case.kind, 0.1):
        yield from _answered(rng, at)
        return
    yield from _handled(rng, case, at, departments)


def _soon(rng: Random, case: Case) -> int:
    return rng.randint(5, 60) if case.nature == "alarm" else rng.randint(30, 600)


def _answered(rng: Random, at: int) -> Iterator[Step]:
    """Closed on the line."""
    at += rng.randint(120, 1500)
    yield Step(at, "closed", {"reason": "answered"})
    if rng.random() < 0.3:
        yield _visited(rng, at, 0.97)


def _handled(rng: Random, case: Case, at: int, departments: list[str]) -> Iterator[Step]:
    limit_s = int(case.category.limit_h * HOUR)
    at += rng.randint(10, 120) if case.nature in ("alarm", "incident") else int(rng.lognormvariate(6.8, 0.8))
    due_at, right = at + limit_s, case.category.department
    wrong = case.nature == "hotline" and rng.random() < 0.08
    first = rng.choice(departments) if wrong else right
    yield Step(at, "dispatched", {"department": first, "due_at": due_at})
    begin = at
    if wrong:
        at += rng.randint(HOUR // 2, max(limit_s // 3, HOUR))
        yield Step(at, "returned", {"department": first, "reason": "not_ours"})
        at += rng.randint(600, 2 * HOUR)
        due_at = max(due_at, at + HOUR)
        yield Step(at, "redispatched", {"department": right, "due_at": due_at})
    yield from _worked(rng, case, begin, at, due_at)


def _worked(rng: Random, case: Case, begin: int, at: int, due_at: int) -> Iterator[Step]:
    limit_s, earliest, trouble = due_at - begin, 0.1, rng.random()
    if trouble < 0.05:
        at = max(begin + int(0.7 * limit_s), at + 60)
        due_at, earliest = due_at + limit_s // 2, 0.6
        yield Step(at, "extended", {"due_at": due_at, "reason": "needs_more_time"})
    elif trouble < 0.07:
        stop = max(begin + limit_s // 3, at + 60)
        at, earliest = stop + limit_s // 4, 0.7
        yield Step(stop, "suspended", {"reason": "waiting_for_parts"})
        yield Step(at, "resumed", {})
    on_time = rng.random() < ON_TIME[case.nature]
    share = rng.triangular(earliest, 0.97, 0.5 + earliest / 3) if on_time else rng.uniform(1.03, 1.7)
    closed = max(begin + int(share * (due_at - begin)), at + 120)
    yield from _finished(rng, case, at, closed)
    yield from _after(rng, case, closed, limit_s)


def _finished(rng: Random, case: Case, begin: int, closed: int) -> Iterator[Step]:
    """`handled` and `checked` on the way to `closed`."""
    span = closed - begin
    verdict = "false_alarm" if rng.random() < FALSE.get(case.nature, 0.0) else "confirmed"
    yield Step(begin + int(span * 0.8), "handled", {"department": case.category.department, "reason": "done"})
    yield Step(begin + int(span * 0.95), "checked", {"reason": verdict})
    yield Step(closed, "closed", {})


def _after(rng: Random, case: Case, closed: int, limit_s: int) -> Iterator[Step]:
    """The call back, and for some of the unsolved a second round."""
    if case.nature != "hotline" or rng.random() > 0.75:
        return
    visit = _visited(rng, closed, 0.9)
    yield visit
    result = visit.fields.get("result")
    if result and not result["solved"] and rng.random() < 0.5:
        again = visit.at + rng.randint(300, 4 * HOUR)
        yield Step(again, "reopened", {"reason": "not_solved"})
        yield Step(again + 600, "redispatched", {"department": case.category.department, "due_at": again + limit_s})
        yield from _finished(rng, case, again + 600, again + 600 + int(rng.uniform(0.3, 1.1) * limit_s))


def _visited(rng: Random, closed: int, solved_rate: float) -> Step:
    """`result` says whether the department made contact; a citizen who was not reached gives none."""
    at = closed + int(rng.uniform(0.5, 30) * HOUR)
    if rng.random() < 0.08:
        return Step(at, "visited", {"reason": "not_reached"})
    solved = rng.random() < solved_rate
    mood = rng.choices(["satisfied", "basic", "unsatisfied"], [86, 11, 3] if solved else [10, 25, 65])[0]
    result = {"contacted": rng.random() < 0.97, "solved": solved, "satisfaction": mood}
    return Step(at, "visited", {"result": result})
