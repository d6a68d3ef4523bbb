"""Parts are pure: data in, component out."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.city import Target
from core.model import Better, Indicator, Label, Value
from core.settings import ROOT
from dashboards.parts import when
from dashboards.parts.card import Vital, card, freshness
from dashboards.parts.lights import LightRow, light_grid
from dashboards.parts.number import measured, places, written
from dashboards.parts.spark import runs, spark
from dashboards.parts.status import rank, status, worst
from dashboards.parts.target import target_of, target_words
from dashboards.parts.trend import base_start, difference
from dashboards.parts.waterfall import Part, waterfall
from dashboards.reads import moves, vitals
from dashboards.reads.attribution import REST, Ratio, ratio_moves, rounded, sum_moves, with_rest

pytestmark = pytest.mark.unit
NOW = datetime(2026, 11, 22, 14, 14, tzinfo=UTC)


def text(component: Any) -> str:
    """All words of a component, in order."""
    plain = json.loads(json.dumps(component, default=lambda c: c.to_plotly_json()))
    return " ".join(_words(plain))


def _words(node: Any) -> list[str]:
    if isinstance(node, dict):
        return _words(node.get("props", {}).get("children"))
    if isinstance(node, list):
        return [word for child in node for word in _words(child)]
    return [str(node)] if node is not None else []


def indicator(unit: str = "%", decimals: int = 1, better: Better = "up") -> Indicator:
    return Indicator(
        "hotline.on_time",
        Label("按时办结率", "On time"),
        unit,
        ("day",),
        ("area",),
        (),
        (),
        "x",
        better,
        (),
        decimals=decimals,
    )


def value(amount: float | None = 96.84, status: Any = "good", reason: str = "", grain: Any = "hour") -> Value:
    start = NOW - timedelta(hours=1)
    return Value(
        "hotline.on_time",
        "area",
        "1",
        grain,
        start,
        NOW,
        amount,
        90,
        100,
        status,
        reason,
        "",
        "d",
        NOW,
        NOW - timedelta(minutes=42),
    )


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


def test_status_has_shape_word_and_colour() -> None:
    made = status("stale", "zh", "停报 42 分", "来源停报")
    assert made.className == "s stale"
    assert made.children[0].to_plotly_json()["type"] == "I"
    assert "停报 42 分" in text(made)


def test_the_worst_status_leads() -> None:
    assert worst(["good", "watch", "stale"]) == "watch"
    assert worst(["good", "stale"]) == "stale"
    assert worst([]) == "none"
    assert rank("alert") < rank("watch") < rank("stale") < rank("good") < rank("none")


def test_a_missing_value_is_a_gap_in_the_spark() -> None:
    drawn = spark([1.0, 2.0, None, 4.0, 5.0], [(0, 3)] * 2 + [None] + [(0, 6)] * 2)
    tags = [s["className"] for s in drawn.shapes]
    assert tags.count("spark-line") == 2
    assert tags.count("spark-band") == 2
    assert runs([(0.0,), None, None, (1.0,)]) == [[(0.0,)], [(1.0,)]]


def test_a_spark_of_nothing_or_of_one_level_is_drawn() -> None:
    assert spark([], []).shapes == []
    assert spark([None, None]).label == "没有历史值"
    assert [s["className"] for s in spark([3.0, 3.0]).shapes] == ["spark-line", "spark-dot"]


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


def test_a_card_without_value_says_why() -> None:
    made = text(card(Vital(indicator(), value(None, "none", "有效数据不足"), NOW), "zh"))
    assert "—" in made and "无数据" in made and "有效数据不足" in made
    assert "0" not in made.replace("无数据", "")


def test_a_silent_card_is_hatched_and_says_since_when() -> None:
    made = card(Vital(indicator(), value(None, "stale", "来源停报"), NOW), "zh")
    assert "is-stale" in made.className
    assert "停报 42 分" in text(made)


def test_freshness_is_a_clock_time_within_the_day() -> None:
    assert freshness(Vital(indicator(), value(), NOW), "zh") == "13:32 更新"
    assert freshness(Vital(indicator(), None, NOW), "zh") == "尚无计算结果"


def _target(**limits: Any) -> Target:
    return Target(indicator="hotline.on_time", since=date(2020, 1, 1), cite="c", **limits)


def test_targets_are_said_as_they_were_written() -> None:
    assert target_words(indicator(), 96.0, _target(target=95), "zh") == "目标 ≥ 95% · 已达"
    assert target_words(indicator("m", better="down"), 3.0, _target(target=2.5), "zh") == "目标 ≤ 2.5"
    assert target_words(indicator(better="range"), 90.0, _target(watch=120, low_watch=85), "zh") == "正常 85–120%"
    assert target_words(indicator(), 90.0, _target(watch=95), "en") == "Watch line 95%"
    assert target_words(indicator(), 90.0, None, "zh") == ""


def test_the_target_in_force_is_the_youngest_of_its_day() -> None:
    class Pack:
        targets = (
            _target(target=35, until=date(2026, 2, 28)),
            _target(target=30).model_copy(update={"since": date(2026, 3, 1)}),
        )

    assert target_of(Pack, "hotline.on_time", date(2026, 2, 28)).target == 35  # type: ignore[arg-type, union-attr]
    assert target_of(Pack, "hotline.on_time", date(2026, 3, 1)).target == 30  # type: ignore[arg-type, union-attr]


def test_elapsed_time_has_two_words_at_most() -> None:
    assert when.elapsed(timedelta(minutes=42), "zh") == "42 分"
    assert when.elapsed(timedelta(hours=3, minutes=5), "zh") == "3 时 5 分"
    assert when.elapsed(timedelta(days=1, hours=4, minutes=9), "en") == "1 d 4 h"
    assert when.elapsed(timedelta(days=2), "zh") == "2 天"
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


def test_lights_carry_a_letter() -> None:
    made = text(light_grid([LightRow("综合", "/x", ["red", None])], ["9", "10"], "zh"))
    assert "红" in made and "–" in made and "过热" in made


def test_waterfall_rows_are_start_parts_end() -> None:
    made = waterfall(("昨日", 93.3), [Part("金水区", -1.6), Part("中原区", -0.5)], ("现在", 91.2), "up", 1)
    assert [row.children[0].children for row in made.children] == ["昨日", "金水区", "中原区", "现在"]
    assert [row.children[2].children for row in made.children] == ["93.3", "−1.6", "−0.5", "91.2"]


ratios = st.builds(lambda d, share: Ratio(round(d * share), d), st.integers(0, 500), st.floats(0, 1))
sides = st.dictionaries(st.sampled_from("abcdefgh"), ratios, min_size=1)


@given(sides, sides)
def test_ratio_attribution_leaves_no_residual(before: dict[str, Ratio], after: dict[str, Ratio]) -> None:
    d0, d1 = (sum(r.denominator for r in s.values()) for s in (before, after))
    moves = ratio_moves(before, after)
    if not d0 or not d1:
        assert moves == {}
        return
    change = sum(r.numerator for r in after.values()) / d1 - sum(r.numerator for r in before.values()) / d0
    assert sum(m.total for m in moves.values()) == pytest.approx(change, abs=1e-9)


def test_attribution_splits_within_and_mix() -> None:
    moves = ratio_moves({"a": Ratio(90, 100), "b": Ratio(50, 100)}, {"a": Ratio(90, 100), "b": Ratio(100, 200)})
    assert moves["a"].within == moves["b"].within == 0
    assert moves["a"].mix + moves["b"].mix == pytest.approx(190 / 300 - 140 / 200)


def test_what_no_district_holds_is_a_part_of_its_own() -> None:
    parts = with_rest({"a": Ratio(5, 10)}, Ratio(7, 14))
    assert parts[REST] == Ratio(2, 4)
    assert REST not in with_rest({"a": Ratio(5, 10)}, Ratio(5, 10))
    assert sum_moves({"a": 1.0}, {"a": 4.0}, (2.0, 6.0)) == {"a": 3.0, REST: 1.0}


@given(st.lists(st.floats(-50, 50), min_size=1, max_size=9), st.integers(0, 2))
def test_shown_parts_sum_to_the_shown_change(changes: list[float], decimals: int) -> None:
    total = places(sum(changes), decimals)
    shown = rounded(changes, total, decimals)
    assert sum(shown) == pytest.approx(total, abs=1e-9)
    assert all(abs(a - b) <= 2 * 10**-decimals for a, b in zip(changes, shown, strict=True))


def _tokens(block: str) -> dict[str, str]:
    css = (ROOT / "assets" / "tokens.css").read_text("utf-8")
    found = re.search(re.escape(block) + r"\{(.*?)\n\}", css, re.S)
    assert found
    return dict(re.findall(r"--([a-z0-9-]+):(#[0-9a-f]{6})\b", found[1]))


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", [":root", "[data-theme=light]"])
def test_every_text_colour_has_contrast_on_every_ground(theme: str) -> None:
    tokens = _tokens(":root") | _tokens(theme)
    for ground in ("ground", "surface", "raised", "map"):
        for ink in ("ink", "ink-2", "ink-3", "accent", "good", "watch", "alert", "stale"):
            pair = sorted((_luminance(tokens[ground]), _luminance(tokens[ink])))
            assert (pair[1] + 0.05) / (pair[0] + 0.05) >= 4.5, f"{theme}: --{ink} on --{ground}"


def test_every_light_has_contrast_with_its_letter() -> None:
    tokens = _tokens(":root")
    for name in ("red", "yellow", "green", "cyan", "blue"):
        pair = sorted((_luminance(tokens["on-light"]), _luminance(tokens[f"light-{name}"])))
        assert (pair[1] + 0.05) / (pair[0] + 0.05) >= 4.5, name


def test_no_style_names_a_colour_outside_the_tokens() -> None:
    for name in ("base", "cards", "cockpit", "indicator"):
        css = (ROOT / "assets" / f"{name}.css").read_text("utf-8")
        assert not re.findall(r"(?<!Weak:)(?<!Strong:)#[0-9a-fA-F]{3,8}\b", css), name


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
