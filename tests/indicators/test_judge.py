"""Status by the pack's dated thresholds, and the definition in force."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from core.city import Target
from core.model import Better, Grain, Result
from indicators.catalogue import computed
from indicators.judge import definition_on, grade, judge, silence, target_on

pytestmark = pytest.mark.unit
NOW = datetime(2026, 11, 22, 4, tzinfo=UTC)


def target(**limits: Any) -> Target:
    return Target(indicator="x.y", since=date(2026, 1, 1), cite="test", **limits)


@pytest.mark.parametrize(
    ("better", "value", "status"),
    [
        ("up", 96.0, "good"), ("up", 95.0, "watch"), ("up", 90.0, "alert"),
        ("down", 89.9, "good"), ("down", 90.0, "alert"),
    ],
)  # fmt: skip
def test_a_threshold_is_reached_from_the_bad_side(better: Better, value: float, status: str) -> None:
    assert grade(value, better, target(watch=95.0, alert=90.0)) == status


@pytest.mark.parametrize(
    ("value", "status"), [(100, "good"), (120, "watch"), (140, "alert"), (85, "watch"), (70, "alert")]
)
def test_a_range_has_two_bad_sides(value: float, status: str) -> None:
    assert grade(value, "range", target(watch=120, alert=140, low_watch=85, low_alert=70)) == status


def test_no_value_is_none_with_a_reason_whatever_the_target() -> None:
    assert judge(Result(), "up", target(watch=95.0)) == ("none", "本期无数据")
    assert judge(Result(reason="分母为零"), "up", None) == ("none", "分母为零")


def test_targets_are_in_force_on_both_their_days() -> None:
    old, new = target(until=date(2026, 2, 28), watch=1), target(watch=2).model_copy(update={"since": date(2026, 3, 1)})
    found = [target_on([old, new], "x.y", day) for day in (date(2025, 12, 31), date(2026, 2, 28), date(2026, 3, 1))]
    assert found == [None, old, new]


def test_the_aqi_edition_changes_on_its_day() -> None:
    aqi = computed()["environment.aqi_hour"]
    days = (date(2000, 1, 1), date(2026, 2, 28), date(2026, 3, 1))
    assert [definition_on(aqi, day).id for day in days] == ["HJ633-2012", "HJ633-2012", "HJ633-2026"]


@pytest.mark.parametrize(
    ("gap", "grain", "words"),
    [
        (timedelta(minutes=20), "hour", ""), (timedelta(minutes=42), "hour", "停报 42 分"),
        (timedelta(hours=5), "hour", "停报 5 时"),
        (timedelta(days=3), "hour", "停报 3 天"), (timedelta(hours=5), "day", ""), (timedelta(hours=7), "day", "停报 7 时"),
    ],
)  # fmt: skip
def test_silence_is_told_in_words(gap: timedelta, grain: Grain, words: str) -> None:
    assert silence(NOW - gap, NOW, timedelta(minutes=20), grain) == words


def test_what_never_spoke_or_may_be_silent_is_not_stale() -> None:
    assert silence(None, NOW, timedelta(minutes=20)) == ""
    assert silence(NOW - timedelta(days=9), NOW, None) == ""
