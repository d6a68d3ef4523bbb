"""Colours of the map in both themes. Those of status equal assets/tokens.css (a test holds them together)."""

from __future__ import annotations

from typing import Any

TOKENS: dict[str, dict[str, str]] = {
    "dark": {
        "map": "#0e1a28", "ink": "#e9eff7", "ink-2": "#a9b8ca", "accent": "#5bb8ff",
        "good": "#4cc38a", "watch": "#f0b94a", "alert": "#ff766c", "stale": "#93a1b1",
    },
    "light": {
        "map": "#e7ecf2", "ink": "#142030", "ink-2": "#46566a", "accent": "#0b67b2",
        "good": "#157a4d", "watch": "#8a5a00", "alert": "#c0271d", "stale": "#5b6875",
    },
}  # fmt: skip
# Five steps of one hue, from the ground upwards: the map stays quiet, the number on it says the rest.
RAMP = {
    "dark": ("#15283b", "#1a354e", "#204462", "#285678", "#326a8f"),
    "light": ("#dbe7f1", "#bcd4e7", "#97bddb", "#6ca2cb", "#4484b4"),
}
GREY = {"dark": "#26323f", "light": "#b9c3ce"}
EDGE = {"dark": "#07101a", "light": "#ffffff"}
# HJ 633: official colours of the six levels, and the ink that can be read on each.
AQI = ("#00e400", "#ffff00", "#ff7e00", "#ff0000", "#99004c", "#7e0023")
AQI_INK = ("#06121e", "#06121e", "#06121e", "#ffffff", "#ffffff", "#ffffff")
# Warning scale (standards.md 1.8): yellow, orange, red; darker in the light theme to keep 3:1 on the ground.
LEVEL = {"dark": ("#f0c64a", "#ff9447", "#ff766c"), "light": ("#8a6a00", "#b34d00", "#c0271d")}


def rgb(colour: str, alpha: int = 255) -> list[int]:
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)] + [alpha]


def token(theme: str, name: str, alpha: int = 255) -> list[int]:
    return rgb(TOKENS[theme][name], alpha)


def step(theme: str, index: int, alpha: int = 235) -> list[int]:
    return rgb(RAMP[theme][index], alpha)


def aqi_level(value: float) -> int:
    """0 for 优 to 5 for 严重污染."""
    return sum(value > top for top in (50, 100, 150, 200, 300))


Legend = list[dict[str, Any]]
