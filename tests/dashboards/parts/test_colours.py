"""Every colour is a token, and every pair of them can be read."""

from __future__ import annotations

import re

import pytest

from core.settings import ROOT

pytestmark = pytest.mark.unit


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
