"""One failure speaks for all callers for a while; one of them tries again."""

from __future__ import annotations

import pytest

from core.breaker import Breaker

pytestmark = pytest.mark.unit


class Away(Exception):
    pass


def fail(breaker: Breaker) -> None:
    with breaker.attempt():
        raise Away("connect")


def test_after_a_failure_callers_are_refused_without_trying() -> None:
    breaker, tried = Breaker(60, Away), []
    with pytest.raises(Away, match="connect"):
        fail(breaker)
    with pytest.raises(Away, match="a moment ago"), breaker.attempt():
        tried.append(1)
    assert breaker.tripped and not tried


def test_one_probe_at_a_time_and_its_success_closes() -> None:
    breaker = Breaker(1e-9, Away)
    with pytest.raises(Away):
        fail(breaker)
    with breaker.attempt():
        with pytest.raises(Away, match="a moment ago"), breaker.attempt():
            pass
        assert breaker.tripped
    assert not breaker.tripped
    with breaker.attempt(), breaker.attempt():
        pass


def test_without_a_rest_every_caller_tries() -> None:
    breaker = Breaker(0, Away)
    for _ in range(2):
        with pytest.raises(Away, match="connect"):
            fail(breaker)
    assert not breaker.tripped


def test_a_fault_of_another_kind_says_nothing_about_the_database() -> None:
    breaker = Breaker(60, Away)
    with pytest.raises(KeyError), breaker.attempt():
        raise KeyError("x")
    assert not breaker.tripped
