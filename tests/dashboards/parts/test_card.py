"""A card says its number, its status, its target, and how fresh it is."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from core.city import Target
from dashboards.parts.card import Vital, card, freshness
from dashboards.parts.status import rank, status, worst
from dashboards.parts.target import target_of, target_words
from tests.dashboards.parts.made import NOW, indicator, text, value

pytestmark = pytest.mark.unit


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


def test_a_card_without_value_says_why() -> None:
    made = text(card(Vital(indicator(), value(None, "none", "有效数据不足"), NOW), "zh"))
    assert "—" in made and "无数据" in made and "有效数据不足" in made
    assert "0" not in made.replace("无数据", "")


def test_a_silent_card_is_hatched_and_says_since_when() -> None:
    made = card(Vital(indicator(), value(None, "stale", "来源停报"), NOW), "zh")
    assert "is-stale" in made.className
    assert "停报 42\u00a0分" in text(made)


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
