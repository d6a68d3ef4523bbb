"""Points on the map: an icon for the state and a short text beside it. Sizes are in units of the page's --u."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pydeck as pdk
from pydeck.types import String

from layers import _icons
from layers._colours import rgb, token
from layers._view import Row, View

FONT = String("Num, City Sans, Noto Sans CJK SC, Noto Sans SC, sans-serif")
Mark = dict[str, Any]
# Words that would lie over each other: the more urgent (`z`) stays, the other waits for a closer view. The page does it
# once a zoom step: deck.gl's CollisionFilterExtension draws every word a second time (docs/decisions/map.md).
APART: dict[str, Any] = {"apart": True}
URGENCY = {"none": 0, "good": 1, "stale": 2, "watch": 3, "alert": 4}


def mark(row: Row, view: View, icon: str, text: str = "", size: float = 18, word: str = "good", **more: Any) -> Mark:
    """What the browser gets of one row: id, position, icon, name, short text, status word."""
    position = [round(float(row["lon"]), 6), round(float(row["lat"]), 6)]
    return {"id": str(row["id"]), "p": position, "i": icon, "n": view.name(row), "t": text, "s": size, "w": word} | more


def icons(id: str, rows: Iterable[Mark] | None, view: View, **more: Any) -> pdk.Layer:
    """`rows` None: they travel as binary."""
    atlas = f"/map/icons.svg?theme={view.theme}&v={_icons.version()}"
    return pdk.Layer(
        "IconLayer",
        None if rows is None else list(rows),
        id=id,
        get_position="p",
        get_icon="i",
        get_size="s",
        icon_atlas=String(atlas),
        icon_mapping=_icons.mapping(),
        pickable=True,
        **more,
    )


def texts(id: str, rows: Iterable[Mark], view: View, *, size: float = 13, below: float = 0, **more: Any) -> pdk.Layer:
    """The short text of each row that has one; `below` in units under the icon's centre."""
    plain = token(view.theme, "ink")
    return pdk.Layer(
        "TextLayer",
        [r | {"c": r.get("c", plain), "z": URGENCY[r["w"]]} for r in rows if r["t"]],
        id=id,
        get_position="p",
        get_text="t",
        get_color="c",
        get_size=size,
        get_pixel_offset=[0, below],
        size_units=String("pixels"),
        character_set=String("auto"),
        font_family=FONT,
        font_weight=600,
        font_settings={"sdf": True, "fontSize": 48, "buffer": 6, "radius": 10},
        # Text on an icon needs no rim; text on the ground does.
        outline_width=3 if below > 0 else 0,
        outline_color=rgb("#07101a" if view.theme == "dark" else "#ffffff"),
        pickable=False,
        **(APART if below > 0 else {}),
        **more,
    )


def by_urgency(rows: Iterable[Mark]) -> list[Mark]:
    """Painted last is on top: what is wrong covers what is calm."""
    return sorted(rows, key=lambda r: (URGENCY[r["w"]], r["id"]))


def key(icon: str, zh: str, en: str) -> dict[str, str]:
    """One line of a legend: a mark with its words."""
    return {"icon": icon, "zh": zh, "en": en}


STALE_KEY = key("stale", "停报", "Silent")
