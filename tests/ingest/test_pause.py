"""When a stream stops: runs and shares of bad records, and the hour after a person let it go on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.pack import DeadLetters
from ingest.operate.pause import Guard, Poured, runs
from tests.ingest.support import NOW

pytestmark = pytest.mark.unit
LIMITS = DeadLetters(run=10, share=0.5, least=100)


def test_a_run_goes_on_from_batch_to_batch() -> None:
    guard = Guard(LIMITS)
    guard.judge("a", 6, range(6), NOW)
    guard.judge("b", 9, range(9), NOW)
    with pytest.raises(Poured, match="10 records in a row"):
        guard.judge("a", 4, range(4), NOW)
    guard.judge("a", 4, range(4), NOW)  # counted anew


def test_one_good_record_ends_a_run() -> None:
    guard = Guard(LIMITS)
    for _ in range(6):
        guard.judge("a", 8, range(7), NOW)


@pytest.mark.parametrize(
    ("before", "records_n", "dead", "expected"),
    [(3, 2, [0, 1], (5, 5)), (3, 4, [1, 2], (2, 0)), (3, 4, [2, 3], (2, 2)), (3, 2, [], (0, 0)), (3, 0, [], (0, 3))],
)
def test_runs(before: int, records_n: int, dead: list[int], expected: tuple[int, int]) -> None:
    assert runs(before, records_n, dead) == expected


def test_a_share_counts_only_when_there_is_enough() -> None:
    guard = Guard(LIMITS)
    every_second = [i for i in range(60) if i % 5 < 3]  # 60 %
    guard.judge("a", 60, every_second, NOW)
    with pytest.raises(Poured, match="60% of the last 120 records"):
        guard.judge("a", 60, every_second, NOW)


def test_long_ago_counts_little() -> None:
    guard = Guard(LIMITS)
    for _ in range(20):
        guard.judge("a", 100, [], NOW)
    bad = [i for i in range(100) if i % 10 < 8]
    guard.judge("a", 100, bad, NOW)
    with pytest.raises(Poured):
        guard.judge("a", 100, bad, NOW)


def test_after_a_release_it_goes_on_for_an_hour() -> None:
    guard = Guard(LIMITS)
    guard.released_at["a"] = NOW
    guard.judge("a", 500, range(500), NOW + timedelta(minutes=59))
    with pytest.raises(Poured):
        guard.judge("a", 500, range(500), NOW + timedelta(minutes=61))
