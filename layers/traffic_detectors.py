"""Traffic detectors: five states of the speed by road class (values of DB11/T 785, table 1; left-open, right-closed)."""

from __future__ import annotations

from collections.abc import Iterable

import pydeck as pdk

from core.model import Label, Lang, Layer
from layers import _marks as m
from layers._view import Row, View, silent

STATES = (
    Label("畅通", "Free"), Label("基本畅通", "Mostly free"), Label("轻度拥堵", "Slow"),
    Label("中度拥堵", "Congested"), Label("严重拥堵", "Jammed"),
)  # fmt: skip
# Above the first speed is 畅通, above the second 基本畅通, and so on.
CUTS_KMH = {"expressway": (65, 50, 35, 20), "arterial": (40, 30, 20, 15), "secondary": (35, 25, 15, 10)}
SIZE = 22.0


def state(row: Row) -> int:
    """1 for 畅通 to 5 for 严重拥堵."""
    cuts = CUTS_KMH.get(str(row["attributes"].get("road_class")), CUTS_KMH["secondary"])
    return 1 + sum(float(row["value"]) <= cut for cut in cuts)


def mark(row: Row, view: View) -> m.Mark:
    if row["value"] is None or silent(row, view.now):
        return m.mark(row, view, "road-stale", "", SIZE, "stale")
    found = state(row)
    return m.mark(row, view, f"road-{found}", "", SIZE, "good" if found < 3 else "watch" if found == 3 else "alert")


def draw(rows: Iterable[Row] | None, view: View) -> list[pdk.Layer]:
    marks = None if rows is None else m.by_urgency(mark(row, view) for row in rows)
    return [m.icons("traffic_detectors", marks, view)]


def legend(view: View) -> list[dict[str, str]]:
    keys = [m.key(f"road-{i + 1}", word.zh, word.en) for i, word in enumerate(STATES)]
    return [*keys, m.key("road-stale", "停报", "Silent")]


def tooltip(row: Row, lang: Lang) -> list[tuple[str, str]]:
    zh = lang == "zh"
    if row["value"] is None:
        return [("车速" if zh else "Speed", "—")]
    return [
        ("状态" if zh else "State", STATES[state(row) - 1].at(lang)),
        ("车速" if zh else "Speed", f"{row['value']:.0f} km/h"),
        ("自由流" if zh else "Free flow", f"{row['attributes'].get('free_flow_kmh', '—')} km/h"),
    ]


LAYER = Layer(
    id="traffic_detectors",
    name=Label("路况断面", "Traffic"),
    group="traffic",
    read="layer_traffic_detectors",
    draw=draw,
    legend=legend,
    tooltip=tooltip,
    streams=("iot.reading",),
    visible=False,
    binary=True,
)
