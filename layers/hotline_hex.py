"""Hotline tickets of the last 24 hours in hexagons, five numbered classes by count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from math import cos, floor, radians, sqrt

import pydeck as pdk

from core.model import Label, Lang, Layer
from layers import _marks as m
from layers._colours import rgb
from layers._view import Row, View

METRE = 1 / 111_200  # degrees of latitude
RADIUS_M = {"city": 1800.0, "district": 700.0, "street": 350.0}
CLASSES = (1, 2, 4, 8, 16)  # fewest tickets of each class
# One hue, more opaque with more tickets; the count stands in the cell.
TINT = {"dark": ("#7a5cc4", (60, 95, 130, 165, 205)), "light": ("#6a3fb5", (45, 75, 105, 140, 180))}
Cell = tuple[int, int]


def cell(x: float, y: float, radius: float) -> Cell:
    """Axial coordinates of the pointy-topped hexagon that holds (x, y); all in metres."""
    q, r = (sqrt(3) / 3 * x - y / 3) / radius, (2 / 3 * y) / radius
    return _round(q, r)


def _round(q: float, r: float) -> Cell:
    s = -q - r
    a, b, c = floor(q + 0.5), floor(r + 0.5), floor(s + 0.5)
    if abs(a - q) > abs(b - r) and abs(a - q) > abs(c - s):
        a = -b - c
    elif abs(b - r) > abs(c - s):
        b = -a - c
    return a, b


def rank(n: int) -> int:
    return sum(n >= least for least in CLASSES)


def bins(rows: Iterable[Row], view: View) -> list[m.Mark]:
    """One mark a hexagon, its centre in degrees."""
    radius, lat0 = RADIUS_M[view.level], view.city.file.centre.lat
    wide = METRE / cos(radians(lat0))
    counts = Counter(cell(row["lon"] / wide, row["lat"] / METRE, radius) for row in rows)
    colour, alphas = TINT[view.theme]
    return [
        {
            "id": f"{q},{r}", "p": [round(radius * sqrt(3) * (q + r / 2) * wide, 6), round(radius * 1.5 * r * METRE, 6)],
            "n": view.text(f"{n} 件诉求", f"{n} tickets"), "t": str(n) if n > 1 else "", "w": "good", "k": rank(n),
            "f": rgb(colour, alphas[rank(n) - 1]),
        }
        for (q, r), n in sorted(counts.items())
    ]  # fmt: skip


def draw(rows: Iterable[Row], view: View) -> list[pdk.Layer]:
    cells = bins(rows, view)
    hexagons = pdk.Layer(
        "ColumnLayer",
        cells,
        id="hotline_hex",
        disk_resolution=6,
        radius=RADIUS_M[view.level],
        coverage=0.94,
        angle=30,
        extruded=False,
        filled=True,
        get_position="p",
        get_fill_color="f",
        pickable=True,
    )
    return [hexagons, m.texts("hotline_hex-text", cells, view, size=12)]


def legend(view: View) -> list[dict[str, str]]:
    tops = [b - 1 for b in CLASSES[1:]]
    words = [str(a) if a == b else f"{a}–{b}" for a, b in zip(CLASSES, tops, strict=False)] + [f"≥ {CLASSES[-1]}"]
    colour, alphas = TINT[view.theme]
    return [
        {"fill": f"{colour}{a:02x}", "zh": f"{w} 件", "en": f"{w} tickets"} for w, a in zip(words, alphas, strict=True)
    ]


def tooltip(row: Row, lang: Lang) -> list[tuple[str, str]]:
    return []


LAYER = Layer(
    id="hotline_hex",
    name=Label("诉求热力（24 小时）", "Ticket density (24 h)"),
    group="hotline",
    read="layer_hotline_hex",
    draw=draw,
    legend=legend,
    tooltip=tooltip,
    streams=("hotline.ticket",),
    visible=False,
)
