"""What needs someone now, fused over all streams: numbered pins, the same numbers as in the list beside the map."""

from __future__ import annotations

from collections.abc import Iterable

import pydeck as pdk

from core.model import Label, Lang, Layer
from layers import _fusion
from layers import _marks as m
from layers._colours import rgb
from layers._view import Row, View

SHOWN = 30


def pins(rows: Iterable[Row], view: View) -> list[m.Mark]:
    placed = [(n, i) for n, i in enumerate(_fusion.fuse(rows)[:SHOWN], 1) if i.lead["lon"] is not None]
    ink = rgb("#06121e" if view.theme == "dark" else "#ffffff")
    return [
        m.mark({**i.lead, "id": f"{i.lead['layer']}|{i.lead['id']}"}, view, f"pin-{i.word}", str(n), 30, i.word,
               c=ink, n=_fusion.title(i.lead, view.city, view.lang))
        for n, i in reversed(placed)
    ]  # fmt: skip


def draw(rows: Iterable[Row], view: View) -> list[pdk.Layer]:
    marks = pins(rows, view)
    return [m.icons("incidents", marks, view), m.texts("incidents-text", marks, view, size=13, below=-16)]


def legend(view: View) -> list[dict[str, str]]:
    return [
        m.key("pin-alert", "要情（号同左栏）", "Incident (number as in list)"),
        m.key("pin-watch", "关注事项", "To watch"),
    ]


def tooltip(row: Row, lang: Lang) -> list[tuple[str, str]]:
    text = _fusion.measure(row, lang)
    return [("实测" if lang == "zh" else "Measured", text)] if text else []


LAYER = Layer(
    id="incidents",
    name=Label("当前要情", "Incidents"),
    group="incident",
    read="layer_incidents",
    draw=draw,
    legend=legend,
    tooltip=tooltip,
    streams=("hotline.ticket", "video.event", "iot.reading"),
)
