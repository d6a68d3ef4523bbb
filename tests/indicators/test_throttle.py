"""What decides when work has its turn."""

from __future__ import annotations

import pytest

from indicators import throttle
from indicators.throttle import Arrivals, Rests, Throttle


class Clock:
    now = 100.0

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    own = Clock()
    monkeypatch.setattr(throttle, "time", own)
    return own


def test_work_has_its_turn_after_its_share_of_the_clock(clock: Clock) -> None:
    turn = Throttle(least_s=5, share=0.1)
    with turn.spending(True):
        clock.now += 2
    assert not turn.ready()
    clock.now += 19.9
    assert not turn.ready()
    clock.now += 0.2
    assert turn.ready()


def test_arrivals_are_what_came_since_the_last_look(clock: Clock) -> None:
    arrivals = Arrivals()
    clock.now += 2
    assert arrivals.rate(1_000) == 500
    arrivals.taken(900)
    clock.now += 1
    assert arrivals.rate(100) == 0
    clock.now += 1
    assert arrivals.rate(400) == 300


def test_one_commit_just_after_a_look_is_no_flood(clock: Clock) -> None:
    arrivals = Arrivals()
    clock.now += 0.001
    assert arrivals.rate(100) == 400


def test_rests_follow_the_work_and_end_with_what_is_allowed(clock: Clock) -> None:
    rests, began = Rests(times=2, most_s=1), clock.now
    rests.after(0.1)
    assert clock.now == pytest.approx(began + 0.2)
    rests.after(3)
    rests.after(3)
    assert clock.now == pytest.approx(began + 1)
