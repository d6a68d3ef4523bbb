"""From the JSON of a run to a page, its pictures and the sizing table; nothing is measured here."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from bench import figures, report, sizing
from bench.__main__ import FIGURES
from core.settings import ROOT


@pytest.fixture
def kept() -> dict[str, Any]:
    cost = {f"{part}_us_row": figures.spread([us]) for part, us in (("worker", 2), ("database", 1.5), ("broker", 0.5))}
    ingest = {"dense": cost | {"rows_s": figures.spread([400_000, 420_000, 380_000], 0)}}
    latency = {"screens_ms": figures.tail([1.0, 2.0, 30.0]), "histogram": figures.histogram([1.0, 2.0, 30.0])}
    machine = {"cpus": 2}
    return {
        "ingest": {"machine": machine, "found": ingest},
        "latency": {"machine": machine, "found": latency | {"over_goal": []}},
    }


def test_the_page_has_each_figure_with_its_command(kept: dict[str, Any]) -> None:
    page = report.page(kept)
    assert "| dense / rows s | **400,000** (380,000 – 420,000; n = 3) |" in page
    assert "| screens ms | n 3 · p50 2 · p95 30 · p99 30 · max 30 |" in page
    assert "`python -m bench latency`" in page and "| over goal | none |" in page
    assert "500,000 rows/s is what this machine can reach" in page  # 2 cores, 4 µs a row


def test_each_picture_is_a_picture(kept: dict[str, Any]) -> None:
    drawn = report.pictures(kept)
    assert set(drawn) == {"performance-rows.svg", "performance-cpu.svg", "performance-latency_histogram.svg"}
    for text in drawn.values():
        assert ElementTree.fromstring(text).tag.endswith("svg")


def test_a_histogram_holds_the_whole_sample() -> None:
    found = figures.histogram([float(n) for n in range(1000)])
    assert sum(found["n"]) == 1000 and len(found["edges"]) == len(found["n"]) + 1


def test_the_sizing_table_stands_between_its_marks(kept: dict[str, Any], tmp_path: Path) -> None:
    page = tmp_path / "scale.md"
    page.write_text(f"before\n{sizing.BEGIN}\nold\n{sizing.END}\nafter\n")
    sizing.write(page, kept)
    text = page.read_text()
    assert text.startswith("before\n") and text.endswith("\nafter\n") and "old" not in text
    assert "| 100,000 | 4 | 2 | 0.4 · 0.3 · 0.1 | 907 GB |" in text


def test_the_page_on_scale_has_its_marks() -> None:
    text = (ROOT / "docs" / "scale.md").read_text("utf-8")
    assert text.count(sizing.BEGIN) == text.count(sizing.END) == 1


def test_every_figure_says_what_it_is() -> None:
    assert all(report.section(name, {"machine": {}, "found": {}}).count("\n") > 4 for name in FIGURES)
