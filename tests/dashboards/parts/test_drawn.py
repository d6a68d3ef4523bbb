"""Sparks, lights and waterfalls: data in, drawing out."""

from __future__ import annotations

import pytest

from dashboards.parts.lights import LightRow, light_grid
from dashboards.parts.spark import runs, spark
from dashboards.parts.waterfall import Part, waterfall
from tests.dashboards.parts.made import text

pytestmark = pytest.mark.unit


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


def test_lights_carry_a_letter() -> None:
    made = text(light_grid([LightRow("综合", "/x", ["red", None])], ["9", "10"], "zh"))
    assert "红" in made and "–" in made and "过热" in made


def test_waterfall_rows_are_start_parts_end() -> None:
    made = waterfall(("昨日", 93.3), [Part("金水区", -1.6), Part("中原区", -0.5)], ("现在", 91.2), "up", 1)
    assert [row.children[0].children for row in made.children] == ["昨日", "金水区", "中原区", "现在"]
    assert [row.children[2].children for row in made.children] == ["93.3", "−1.6", "−0.5", "91.2"]
