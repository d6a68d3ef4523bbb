"""Municipal alarms: a cover that stands open ×, gas over its threshold, and devices of both kinds that went silent."""

from __future__ import annotations

from collections.abc import Iterable

import pydeck as pdk

from core.model import Label, Lang, Layer
from layers import _marks as m
from layers._view import Row, View, silent


def mark(row: Row, view: View) -> m.Mark:
    if row["value"] is None or silent(row, view.now):
        return m.mark(row, view, "stale", "", 11, "stale")
    if row["kind"] == "cover":
        return m.mark(row, view, "cover", view.text("井盖", "cover"), 22, "alert")
    return m.mark(row, view, "gas", f"{row['value']:.0f} %LEL", 22, "alert")


def draw(rows: Iterable[Row], view: View) -> list[pdk.Layer]:
    marks = m.by_urgency(mark(row, view) for row in rows)
    return [m.icons("municipal_alarms", marks, view), m.texts("municipal_alarms-text", marks, view, below=16)]


def legend(view: View) -> list[dict[str, str]]:
    return [
        m.key("cover", "井盖开启", "Cover open"),
        m.key("gas", "燃气超阈值", "Gas over threshold"),
        m.key("stale", "设备停报", "Device silent"),
    ]


def tooltip(row: Row, lang: Lang) -> list[tuple[str, str]]:
    zh = lang == "zh"
    if row["value"] is None:
        return [("状态" if zh else "State", "—")]
    if row["kind"] == "cover":
        return [("井盖" if zh else "Cover", ("开启" if zh else "Open") if row["value"] else ("关闭" if zh else "Shut"))]
    return [("燃气浓度" if zh else "Gas", f"{row['value']:.1f} %LEL")]


LAYER = Layer(
    id="municipal_alarms",
    name=Label("井盖与燃气告警", "Cover and gas alarms"),
    group="municipal",
    read="layer_municipal_alarms",
    draw=draw,
    legend=legend,
    tooltip=tooltip,
    streams=("iot.reading",),
)
