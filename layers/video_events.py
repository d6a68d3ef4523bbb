"""Video events of the last two hours: a badge by severity with a letter for the type."""

from __future__ import annotations

from collections.abc import Iterable

import pydeck as pdk

from core.city import City
from core.model import Label, Lang, Layer
from layers import _marks as m
from layers._colours import rgb
from layers._view import Row, View

WORDS = {"low": "good", "medium": "watch", "high": "alert"}


def letters(city: City, lang: Lang) -> dict[str, str]:
    """One character for each event type: the first of its name that no earlier type has taken."""
    taken: dict[str, str] = {}
    for code, kind in city.event_types.items():
        name = getattr(kind.name, lang).upper().replace(" ", "")
        letter = next((ch for ch in name if ch not in taken.values()), name[0])
        taken[code] = letter
    return taken


def severity(row: Row, city: City) -> str:
    known = city.event_types.get(str(row["event_type"]))
    return known.severity if known else "medium"


def mark(row: Row, view: View, glyphs: dict[str, str]) -> m.Mark:
    grade = severity(row, view.city)
    size = {"low": 7, "medium": 19, "high": 23}[grade]
    # Small matters are dots without a letter: they show where, not what, until someone asks.
    letter = "" if grade == "low" else glyphs.get(str(row["event_type"]), "?")
    return m.mark(
        row, view, f"event-{grade}", letter, size, WORDS[grade], c=rgb("#06121e" if view.theme == "dark" else "#ffffff")
    )


def draw(rows: Iterable[Row], view: View) -> list[pdk.Layer]:
    glyphs = letters(view.city, view.lang)
    marks = m.by_urgency(mark(row, view, glyphs) for row in rows)
    return [m.icons("video_events", marks, view), m.texts("video_events-text", marks, view, size=11)]


def legend(view: View) -> list[dict[str, str]]:
    return [
        m.key("event-high", "紧急（字为类型）", "High (letter = type)"),
        m.key("event-medium", "一般", "Medium"),
        m.key("event-low", "轻微", "Low"),
    ]


def tooltip(row: Row, lang: Lang) -> list[tuple[str, str]]:
    zh = lang == "zh"
    lines = [("类型" if zh else "Type", str(row["event_type"]))]
    if row["confidence"] is not None:
        lines.append(("置信度" if zh else "Confidence", f"{row['confidence']:.0%}"))
    return lines


LAYER = Layer(
    id="video_events",
    name=Label("视频事件", "Video events"),
    group="video",
    read="layer_video_events",
    draw=draw,
    legend=legend,
    tooltip=tooltip,
    streams=("video.event",),
)
