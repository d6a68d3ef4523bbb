"""Cameras: a quiet glyph, dashed and hatched when off line or silent."""

from __future__ import annotations

from collections.abc import Iterable

import pydeck as pdk

from core.model import Label, Lang, Layer
from layers import _marks as m
from layers._view import Row, View, silent

SIZE = 15.0


def online(row: Row, view: View) -> bool:
    return row["value"] is not None and row["value"] >= 1 and not silent(row, view.now)


def mark(row: Row, view: View) -> m.Mark:
    if online(row, view):
        return m.mark(row, view, "camera", "", SIZE)
    return m.mark(row, view, "camera-off", "", SIZE, "stale")


def draw(rows: Iterable[Row] | None, view: View) -> list[pdk.Layer]:
    marks = None if rows is None else m.by_urgency(mark(row, view) for row in rows)
    return [m.icons("cameras", marks, view)]


def legend(view: View) -> list[dict[str, str]]:
    return [m.key("camera", "在线", "On line"), m.key("camera-off", "离线或停报", "Off line or silent")]


def tooltip(row: Row, lang: Lang) -> list[tuple[str, str]]:
    zh = lang == "zh"
    word = ("在线" if zh else "On line") if row["value"] else ("离线" if zh else "Off line")
    return [("摄像机" if zh else "Camera", word if row["value"] is not None else "—")]


LAYER = Layer(
    id="cameras",
    name=Label("摄像机", "Cameras"),
    group="video",
    read="layer_cameras",
    draw=draw,
    legend=legend,
    tooltip=tooltip,
    streams=("iot.reading",),
    visible=False,
    binary=True,
)
