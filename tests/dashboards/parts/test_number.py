"""Numbers, units, changes and times as people read them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from core.model import Indicator
from core.settings import ROOT
from dashboards.parts import when
from dashboards.parts.number import measured, spoken, written
from dashboards.parts.trend import base_start, difference
from indicators.catalogue import computed

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("amount", "decimals", "sign", "shown"),
    [
        (1234.56, 1, False, "1,234.6"),
        (-0.3, 1, True, "−0.3"),
        (0.25, 1, False, "0.3"),
        (2.5, 0, False, "3"),
        (0.0, 1, True, "0.0"),
        (0.04, 1, False, "≈0"),
        (-0.04, 1, True, "≈0"),
        (0.6, 1, True, "+0.6"),
        (None, 1, False, "—"),
        (float("nan"), 1, False, "—"),
        (1e15, 0, False, "1,000,000,000,000,000"),
    ],
)
def test_numbers_are_written_as_people_read_them(amount: float | None, decimals: int, sign: bool, shown: str) -> None:
    assert written(amount, decimals, sign) == shown


@given(st.floats(-1e9, 1e9), st.integers(0, 4))
def test_a_written_zero_is_a_real_zero(amount: float, decimals: int) -> None:
    if not re.search(r"[1-9]", written(amount, decimals)) and "≈" not in written(amount, decimals):
        assert amount == 0


def test_units_stand_by_their_language() -> None:
    assert measured(37, "件", 0, "zh") == "37 件"
    assert measured(37, "件", 0, "en") == "37 cases"
    assert measured(91.2, "%", 1, "en") == "91.2%"
    assert measured(1.5, "index", 2, "zh") == "1.50"
    assert measured(None, "件", 0, "zh") == "—"


def test_differences_name_points_for_percentages() -> None:
    assert difference(91.2, 93.3, "%", 1, "zh") == "−2.1 点"
    assert difference(37, 28, "件", 0, "zh") == "+9"
    assert difference(5, 5, "件", 0, "zh") == "持平"
    assert difference(None, 5, "件", 0, "zh") == ""


def test_bases_are_a_day_or_a_period_before() -> None:
    start = datetime(2026, 3, 1, tzinfo=UTC)
    assert base_start(start, "hour") == datetime(2026, 2, 28, tzinfo=UTC)
    assert base_start(start, "month") == datetime(2026, 2, 1, tzinfo=UTC)
    assert base_start(datetime(2026, 1, 1, tzinfo=UTC), "quarter") == datetime(2025, 10, 1, tzinfo=UTC)


def test_elapsed_time_has_two_words_at_most() -> None:
    assert when.elapsed(timedelta(minutes=42), "zh") == "42 分"
    assert when.elapsed(timedelta(hours=3, minutes=5), "zh") == "3 时 5 分"
    assert when.elapsed(timedelta(days=1, hours=4, minutes=9), "en") == "1 d 4 h"
    assert when.elapsed(timedelta(days=2), "zh") == "2 天"
    assert when.elapsed(timedelta(days=100, hours=4), "zh") == "100 天"
    assert when.elapsed(timedelta(seconds=-5), "zh") == "0 分"


def test_periods_have_names() -> None:
    start = datetime(2026, 10, 1, tzinfo=UTC)
    assert [when.period(start, g, "zh") for g in ("year", "quarter", "month", "day", "hour")] == [
        "2026年",
        "2026年4季度",
        "2026年10月",
        "10月1日",
        "10月1日 00:00",
    ]
    assert when.period(start, "quarter", "en") == "Q4 2026"


CASES = [
    (indicator, case["detail"])
    for indicator in computed().values()
    for case in yaml.safe_load(
        next((ROOT / "tests" / "indicators").rglob(f"{indicator.code.split('.')[1]}.yaml")).read_text("utf-8")
    )
    if case.get("detail")
]


@pytest.mark.parametrize(("indicator", "detail"), CASES, ids=lambda of: getattr(of, "code", of))
def test_a_detail_is_said_in_either_language(indicator: Indicator, detail: str) -> None:
    assert spoken(detail, indicator, "zh") == detail.replace(";", "、")
    assert not re.search(r"[\u4e00-\u9fff]", spoken(detail, indicator, "en"))


def test_the_longest_word_of_a_detail_is_found_first() -> None:
    (rain,) = (of for of in computed().values() if of.code == "water.rain_24h_max")
    assert spoken("特大暴雨", rain, "en") == "extreme rainstorm"
