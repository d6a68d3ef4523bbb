"""No glyph is missing: every character the product or a city pack can say is in the shipped faces."""

from __future__ import annotations

import csv
import importlib.util
import re
from functools import cache
from types import ModuleType

import pytest

from core import city as packs
from core.settings import ROOT

pytestmark = pytest.mark.unit
FONTS = ROOT / "assets" / "fonts"
WEIGHTS = ("noto-sans-sc-400.woff2", "noto-sans-sc-700.woff2")


@cache
def glyphs(name: str) -> frozenset[str]:
    from fontTools.ttLib import TTFont

    with TTFont(FONTS / name, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


@cache
def subset() -> ModuleType:
    spec = importlib.util.spec_from_file_location("subset", FONTS / "subset.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def shown(text: str) -> set[str]:
    return {c for c in text if c.isprintable() and not c.isspace()}


@pytest.mark.parametrize("name", WEIGHTS)
def test_gb2312_level_1_is_there(name: str) -> None:
    assert subset().rows(16, 55) - glyphs(name) == set()


@pytest.mark.parametrize("name", WEIGHTS)
def test_every_word_of_the_product_is_there(name: str) -> None:
    missing = {c for c in subset().said() if not c.isspace()} - glyphs(name)
    # Signs of buttons that stand as drawings, and marks no screen shows.
    assert {c for c in missing if "\u3400" <= c <= "\u9fff"} == set()


@pytest.mark.parametrize("key", packs.names())
@pytest.mark.parametrize("name", WEIGHTS)
def test_every_name_of_a_city_is_there(name: str, key: str) -> None:
    city = packs.load(key)
    words = [a.name_zh + a.name_en for a in city.areas.values()] + [
        s.name_zh + s.name_en for s in city.sources.values()
    ]
    words += [d.name.zh + d.name.en for d in city.departments.values()] + [
        c.name.zh + c.name.en for c in city.categories.values()
    ]
    words += [r.name.zh + r.name.en + r.unit for r in city.reported.values()] + [
        e.name.zh for e in city.event_types.values()
    ]
    assert shown("".join(words)) - glyphs(name) == set()


def test_the_rest_of_gb2312_is_one_fallback_away() -> None:
    assert subset().rows(16, 87) - glyphs(WEIGHTS[0]) - glyphs("noto-sans-sc-rare.woff2") == set()


@pytest.mark.parametrize("name", ["barlow-semi-condensed-500.woff2", "barlow-semi-condensed-600.woff2"])
def test_the_digits_face_writes_every_number(name: str) -> None:
    assert shown("0123456789,.+−–—%:/ ()") - glyphs(name) == set()


def test_every_face_is_small_and_has_its_licence() -> None:
    for path in FONTS.glob("*.woff2"):
        assert path.stat().st_size <= 1_600_000, path.name
        assert "SIL OPEN FONT LICENSE" in (FONTS / f"{path.name.split('-')[0]}-OFL.txt").read_text("utf-8").upper()


def test_every_face_named_in_the_styles_exists() -> None:
    css = (ROOT / "assets" / "tokens.css").read_text("utf-8")
    named = set(re.findall(r"url\(fonts/([^)]+)\)", css))
    assert named == {p.name for p in FONTS.glob("*.woff2")}


def test_names_of_every_chinese_place_list_in_the_packs_are_there() -> None:
    for path in (ROOT / "config" / "cities").rglob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            chars = shown("".join("".join(row.values()) for row in csv.DictReader(file)))
        assert {c for c in chars if "\u3400" <= c <= "\u9fff"} - glyphs(WEIGHTS[0]) == set(), path
