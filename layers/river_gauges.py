"""River gauges: the level against 警戒, 保证 and the highest on record, each from the gauge's registry entry."""

from __future__ import annotations

from collections.abc import Iterable

import pydeck as pdk

from core.model import Label, Lang, Layer
from layers import _marks as m
from layers._view import Row, View, silent

STEADY_M = 0.05  # a change within an hour that is less than this is no movement
LINES = (("warning_m", "警戒", "warning"), ("guarantee_m", "保证", "guarantee"), ("record_m", "历史最高", "record"))


def level(row: Row) -> int:
    """How many of the three lines the water has reached."""
    marks = [row["attributes"].get(name) for name, _, _ in LINES]
    return sum(line is not None and row["value"] >= line for line in marks)


def movement(row: Row) -> str:
    if row["value"] is None or row["level_before_m"] is None:
        return ""
    change = row["value"] - row["level_before_m"]
    return "" if abs(change) < STEADY_M else "↑" if change > 0 else "↓"


def mark(row: Row, view: View) -> m.Mark:
    if row["value"] is None or silent(row, view.now):
        return m.mark(row, view, "stale", "", 11, "stale")
    reached = level(row)
    if not reached:
        return m.mark(row, view, "river-0", "", 13)
    over = row["value"] - row["attributes"]["warning_m"]
    return m.mark(
        row, view, f"level-{reached}", f"+{over:.2f} m{movement(row)}", 21, "watch" if reached == 1 else "alert"
    )


def draw(rows: Iterable[Row], view: View) -> list[pdk.Layer]:
    marks = m.by_urgency(mark(row, view) for row in rows)
    return [m.icons("river_gauges", marks, view), m.texts("river_gauges-text", marks, view, below=15)]


def legend(view: View) -> list[dict[str, str]]:
    keys = [m.key(f"level-{i + 1}", f"≥ {zh}水位", f"At {en} level") for i, (_, zh, en) in enumerate(LINES)]
    return [m.key("river-0", "低于警戒", "Below warning"), *keys, m.STALE_KEY]


def tooltip(row: Row, lang: Lang) -> list[tuple[str, str]]:
    zh = lang == "zh"
    shown = "—" if row["value"] is None else f"{row['value']:.2f} m {movement(row)}".strip()
    lines = [("水位" if zh else "Level", shown)]
    for name, word_zh, word_en in LINES:
        if name in row["attributes"]:
            lines.append((word_zh if zh else word_en, f"{row['attributes'][name]:.2f} m"))
    return lines


LAYER = Layer(
    id="river_gauges",
    name=Label("河道水位站", "River gauges"),
    group="water",
    read="layer_river_gauges",
    draw=draw,
    legend=legend,
    tooltip=tooltip,
    streams=("iot.reading",),
)
