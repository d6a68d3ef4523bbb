"""What a number is compared with, and when it is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from dashboards.reads import moves, vitals
from tests.dashboards.parts.made import NOW, value

pytestmark = pytest.mark.unit


def test_districts_that_are_missing_explain_nothing() -> None:
    assert moves._placed(95, 100) and moves._placed(0, 0)
    assert not moves._placed(5, 100), "a hole is no move of the unlocated"
    assert not moves._placed(101, 100), "parts above their whole"


def test_a_district_that_fell_silent_lost_nothing() -> None:
    assert moves._common({"a": 5.0, "b": 2.0}, {"b": 3.0}) == ({"b": 2.0}, {"b": 3.0})


def test_the_band_needs_enough_days() -> None:
    row = {"weekday": 1, "hour": 8, "n": 3, "low": 1.0, "high": 2.0}
    assert vitals._usable(row) is None
    assert vitals._usable(row | {"n": 4}) == (1.0, 2.0)
    assert vitals._usable(row | {"weekday": None, "n": 5}) is None


def test_a_growing_sum_is_not_compared_with_a_whole_day() -> None:
    today = replace(value(grain="day"), denominator=None, period_end_at=NOW + timedelta(hours=9))
    assert vitals.grows(today, NOW)
    assert not vitals.grows(replace(today, denominator=10.0), NOW)
    assert not vitals.grows(replace(today, period_end_at=NOW), NOW)
