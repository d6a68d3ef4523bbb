"""The icon atlas: every mark of the map as one generated SVG, so that shape speaks besides colour."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import Any

from layers import _colours as c

CELL = 96  # pixels of the atlas for one mark; drawn in a box of 24 by 24 with a rim for the texture filter
COLUMNS = 8


def _path(d: str, fill: str, edge: str, width: float = 1.6, dash: str = "") -> str:
    more = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path d="{d}" fill="{fill}" stroke="{edge}" stroke-width="{width}" stroke-linejoin="round" stroke-linecap="round"{more}/>'


def _circle(r: float) -> str:
    return f"M{-r},0a{r},{r} 0 1,0 {2 * r},0a{r},{r} 0 1,0 {-2 * r},0z"


TRIANGLE = "M0,-9L9.4,7.6H-9.4z"
DIAMOND = "M0,-9.6L9.6,0L0,9.6L-9.6,0z"
SQUARE = "M-7.6,-7.6H7.6V7.6H-7.6z"
HEXAGON = "M-4.8,-8.6H4.8L9.8,0L4.8,8.6H-4.8L-9.8,0z"
DROP = "M0,-9C3.4,-4.2 6.4,-1 6.4,3A6.4,6.4 0 1,1 -6.4,3C-6.4,-1 -3.4,-4.2 0,-9z"
CAMERA = "M-9,-4.6H2.6V4.6H-9zM2.6,-1.4L9,-4.4V4.4L2.6,1.4z"
PLATE = "M-8.4,-7H8.4A3,3 0 0,1 11,-4.4V4.4A3,3 0 0,1 8.4,7H-8.4A3,3 0 0,1 -11,4.4V-4.4A3,3 0 0,1 -8.4,-7z"
PIN = "M0,11.6L-3.4,7H-8V-10.6H8V7H3.4z"
PIN_WATCH = "M0,11.6L-2.6,7.6H-11L0,-11.4L11,7.6H2.6z"
CROSS = "M-4.4,-4.4L4.4,4.4M4.4,-4.4L-4.4,4.4"
HATCH = "M-6,4L4,-6M-3,6.6L6.6,-3"


def _bar(width: float) -> str:
    return f"M-9.6,{-width / 2}H9.6V{width / 2}H-9.6z"


def _status(t: dict[str, str], edge: str) -> dict[str, str]:
    return {
        "good": _path(_circle(7.4), t["good"], edge),
        "watch": _path(TRIANGLE, t["watch"], edge),
        "alert": _path(SQUARE, t["alert"], edge),
        "stale": _path(_circle(7.4), t["map"] + "99", t["stale"], 2, "3.2 2.6") + _path(HATCH, "none", t["stale"], 1.2),
    }


def _water(t: dict[str, str], edge: str, levels: tuple[str, ...]) -> dict[str, str]:
    quiet, faint = t["ink-2"], t["map"] + "99"
    return {
        "rain-0": _path(DROP, faint, quiet, 2.4),
        "rain-1": _path(DROP, t["accent"], edge, 1),
        "river-0": _path(_circle(7), faint, quiet, 2) + _path("M-4,1Q-2,-2 0,1T4,1", "none", quiet, 1.8),
        "pond-0": _path(_circle(7), faint, quiet, 2.2) + _path("M-4,2.4H4", "none", quiet, 2.2),
        "level-1": _path(TRIANGLE, levels[0], edge),
        "level-2": _path(DIAMOND, levels[1], edge),
        "level-3": _path(SQUARE, levels[2], edge),
    }


def _roads(t: dict[str, str], edge: str) -> dict[str, str]:
    # Slower is thicker, and the two worst are split: readable without colour.
    return {
        "road-1": _path(_bar(2.4), t["good"], "none", 0),
        "road-2": _path(_bar(4), t["good"], "none", 0),
        "road-3": _path(_bar(6), t["watch"], edge, 1.2),
        "road-4": _path(_bar(9), t["alert"], edge, 1.2) + _path("M-9,0H9", "none", edge, 1.6),
        "road-5": _path(_bar(13), t["alert"], edge, 1.2) + _path("M-9,-2.2H9M-9,2.2H9", "none", edge, 1.6),
        "road-stale": _path(_bar(5), t["map"], t["stale"], 1.4, "2.6 2.2"),
    }


def _things(t: dict[str, str], edge: str) -> dict[str, str]:
    return {
        "camera": _path(CAMERA, t["ink-2"], edge, 1.2),
        "camera-off": _path(CAMERA, t["map"], t["stale"], 1.5, "2.4 2")
        + _path("M-8,3.6L-1,-4M-4,4.4L2,-2.4", "none", t["stale"], 1.2),
        "event-low": _path("M-6,-6H6V6H-6z", t["ink-2"], "none", 0),
        "event-medium": _path(HEXAGON, t["watch"], edge),
        "event-high": _path("M-8.6,-8.6H8.6V8.6H-8.6z", t["alert"], edge),
        "ticket": _path(_circle(7), t["accent"], "none", 0),
        "ticket-due": _path(DIAMOND, t["watch"], "none", 0),
        "ticket-over": _path(TRIANGLE, t["alert"], edge),
        "cover": _path(_circle(8.6), t["map"], t["alert"], 2.4) + _path(CROSS, "none", t["alert"], 2.6),
        "gas": _path(DROP, t["alert"], edge) + _path("M0,6C-2.6,6 -2.8,2.6 0,-1C2.8,2.6 2.6,6 0,6z", edge, edge, 0.4),
        "bell": _path("M-7.6,6H7.6L5.6,3V-2A5.6,5.6 0 0,0 -5.6,-2V3zM-2,8.4H2", t["watch"], edge, 1.4),
        "pin-alert": _path(PIN, t["alert"], edge, 1.4),
        "pin-watch": _path(PIN_WATCH, t["watch"], edge, 1.4),
        "ring": _path(_circle(9.6), "none", t["accent"], 2),
    }


def marks(theme: str) -> dict[str, str]:
    """SVG of each mark around (0, 0), by name."""
    t, edge = c.TOKENS[theme], c.EDGE[theme]
    found = _status(t, edge) | _water(t, edge, c.LEVEL[theme]) | _roads(t, edge) | _things(t, edge)
    plates = {f"aqi-{i + 1}": _path(PLATE, colour, edge, 1.2) for i, colour in enumerate(c.AQI)}
    return (
        found
        | plates
        | {"aqi-none": _path(PLATE, t["map"], t["stale"], 1.6, "3 2.4") + _path(HATCH, "none", t["stale"], 1.2)}
    )


@cache
def svg(theme: str) -> str:
    """The atlas image."""
    names = marks(theme)
    rows = -(-len(names) // COLUMNS)
    body = "".join(
        f'<g transform="translate({i % COLUMNS * CELL + CELL / 2},{i // COLUMNS * CELL + CELL / 2}) scale({CELL / 26})">{mark}</g>'
        for i, mark in enumerate(names.values())
    )
    size = f'width="{COLUMNS * CELL}" height="{rows * CELL}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {COLUMNS * CELL} {rows * CELL}">{body}</svg>'


@cache
def mapping() -> dict[str, dict[str, Any]]:
    """Where each mark lies in the atlas, as deck.gl's IconLayer wants it."""
    places = {}
    for i, name in enumerate(marks("dark")):
        place = {"x": i % COLUMNS * CELL, "y": i // COLUMNS * CELL, "width": CELL, "height": CELL}
        # A pin stands on its point.
        places[name] = place | ({"anchorY": CELL - 4} if name.startswith("pin-") else {})
    return places


@cache
def single(name: str, theme: str) -> str:
    """One mark as its own small image, for legends and lists."""
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-13 -13 26 26">{marks(theme)[name]}</svg>'


@cache
def version() -> str:
    return hashlib.sha256((svg("dark") + svg("light")).encode()).hexdigest()[:12]
