"""Water on roads and in underpasses: depth in cm against the limit of the place."""

from __future__ import annotations

from collections.abc import Iterable

import pydeck as pdk

from core.model import Label, Lang, Layer
from layers import _marks as m
from layers._view import Row, View, silent

LIMIT_CM = 15.0  # where the registry names none


def limit(row: Row) -> float:
    return float(row["attributes"].get("limit_cm", LIMIT_CM))


def mark(row: Row, view: View) -> m.Mark:
    if row["value"] is None or silent(row, view.now):
        return m.mark(row, view, "stale", "", 11, "stale")
    if row["value"] >= limit(row):
        return m.mark(row, view, "level-3", f"{row['value']:.0f} cm", 21, "alert")
    if row["value"] >= limit(row) / 2:
        return m.mark(row, view, "level-1", f"{row['value']:.0f} cm", 19, "watch")
    return m.mark(row, view, "pond-0", "", 10)


def draw(rows: Iterable[Row], view: View) -> list[pdk.Layer]:
    marks = m.by_urgency(mark(row, view) for row in rows)
    return [m.icons("ponding_gauges", marks, view), m.texts("ponding_gauges-text", marks, view, below=15)]


def legend(view: View) -> list[dict[str, str]]:
    return [
        m.key("pond-0", "无积水或很浅", "Dry or shallow"),
        m.key("level-1", "过限值一半", "Over half the limit"),
        m.key("level-3", "超过限值", "Over the limit"),
        m.STALE_KEY,
    ]


def tooltip(row: Row, lang: Lang) -> list[tuple[str, str]]:
    zh = lang == "zh"
    shown = "—" if row["value"] is None else f"{row['value']:.0f} cm"
    return [("积水深度" if zh else "Depth", shown), ("限值" if zh else "Limit", f"{limit(row):.0f} cm")]


LAYER = Layer(
    id="ponding_gauges",
    name=Label("积水点", "Ponding"),
    group="water",
    read="layer_ponding_gauges",
    draw=draw,
    legend=legend,
    tooltip=tooltip,
    streams=("iot.reading",),
)
