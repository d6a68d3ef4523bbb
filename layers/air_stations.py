"""Air stations: the hourly AQI in the official colour with its number (HJ 633)."""

from __future__ import annotations

from collections.abc import Iterable

import pydeck as pdk

from core.model import Label, Lang, Layer
from layers import _marks as m
from layers._colours import AQI_INK, TOKENS, aqi_level, rgb
from layers._view import Row, View, silent

LEVELS = (
    Label("优", "Excellent"), Label("良", "Good"), Label("轻度污染", "Light"), Label("中度污染", "Moderate"),
    Label("重度污染", "Heavy"), Label("严重污染", "Severe"),
)  # fmt: skip
RANGES = ("0–50", "51–100", "101–150", "151–200", "201–300", ">300")


def mark(row: Row, view: View) -> m.Mark:
    if row["value"] is None or silent(row, view.now):
        return m.mark(row, view, "aqi-none", "—", 26, "stale", c=rgb(TOKENS[view.theme]["stale"]))
    level = aqi_level(row["value"])
    word = "good" if level < 2 else "watch" if level < 3 else "alert"
    return m.mark(row, view, f"aqi-{level + 1}", f"{row['value']:.0f}", 26, word, c=rgb(AQI_INK[level]))


def draw(rows: Iterable[Row], view: View) -> list[pdk.Layer]:
    marks = m.by_urgency(mark(row, view) for row in rows)
    return [m.icons("air_stations", marks, view), m.texts("air_stations-text", marks, view, size=11)]


def legend(view: View) -> list[dict[str, str]]:
    keys = [m.key(f"aqi-{i + 1}", f"{LEVELS[i].zh} {RANGES[i]}", f"{LEVELS[i].en} {RANGES[i]}") for i in range(6)]
    return [*keys, m.key("aqi-none", "停报", "Silent")]


def tooltip(row: Row, lang: Lang) -> list[tuple[str, str]]:
    if row["value"] is None:
        return [("AQI", "—"), ("原因" if lang == "zh" else "Reason", str(row["reason"] or "—"))]
    lines = [("AQI", f"{row['value']:.0f} {LEVELS[aqi_level(row['value'])].at(lang)}")]
    if row["detail"]:
        lines.append(("首要污染物" if lang == "zh" else "Primary", str(row["detail"])))
    return lines


LAYER = Layer(
    id="air_stations",
    name=Label("空气站", "Air stations"),
    group="air",
    read="layer_air_stations",
    draw=draw,
    legend=legend,
    tooltip=tooltip,
    streams=("iot.reading",),
    visible=False,
)
