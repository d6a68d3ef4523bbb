"""Rain gauges: rain of the last 24 hours with the classes of the weather service (50, 100, 250 mm)."""

from __future__ import annotations

from collections.abc import Iterable

import pydeck as pdk

from core.model import Label, Lang, Layer
from layers import _marks as m
from layers._view import Row, View, silent

STORM, VERY, EXTREME = 50.0, 100.0, 250.0


def mark(row: Row, view: View) -> m.Mark:
    if row["value"] is None or silent(row, view.now):
        return m.mark(row, view, "stale", "", 11, "stale")
    rain = row["rain_24h_mm"] or 0.0
    if rain < STORM:
        wet = rain >= 0.1
        return m.mark(row, view, "rain-1" if wet else "rain-0", "", 14 if wet else 10)
    level = 1 + (rain >= VERY) + (rain >= EXTREME)
    return m.mark(row, view, f"level-{level}", f"{rain:.0f} mm", 20, "watch" if level == 1 else "alert")


def draw(rows: Iterable[Row], view: View) -> list[pdk.Layer]:
    marks = m.by_urgency(mark(row, view) for row in rows)
    return [m.icons("rain_gauges", marks, view), m.texts("rain_gauges-text", marks, view, below=15)]


def legend(view: View) -> list[dict[str, str]]:
    return [
        m.key("rain-0", "无雨", "Dry"),
        m.key("rain-1", "有雨，不足 50 mm", "Rain under 50 mm"),
        m.key("level-1", "暴雨 ≥ 50 mm", "≥ 50 mm"),
        m.key("level-2", "大暴雨 ≥ 100 mm", "≥ 100 mm"),
        m.key("level-3", "特大暴雨 ≥ 250 mm", "≥ 250 mm"),
        m.STALE_KEY,
    ]


def tooltip(row: Row, lang: Lang) -> list[tuple[str, str]]:
    zh = lang == "zh"
    return [
        ("24 小时雨量" if zh else "Rain in 24 h", mm(row["rain_24h_mm"])),
        ("近 3 小时" if zh else "Last 3 h", mm(row["rain_3h_mm"])),
        ("最近 5 分钟" if zh else "Last 5 min", mm(row["value"])),
    ]


def mm(value: float | None) -> str:
    return "—" if value is None else f"{value:.1f} mm"


LAYER = Layer(
    id="rain_gauges",
    name=Label("雨量站", "Rain gauges"),
    group="water",
    read="layer_rain_gauges",
    draw=draw,
    legend=legend,
    tooltip=tooltip,
    streams=("iot.reading",),
)
