"""What travels to the browser: deck.gl specs made by pydeck, with their rows as plain data or as binary."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import numpy as np
import orjson
import pydeck as pdk

from core.model import Layer
from layers import districts
from layers._marks import Mark
from layers._view import Row, View, silent


def spec(layer: pdk.Layer) -> dict[str, Any]:
    """The JSON of one pydeck layer; rows go around pydeck's own slow writer."""
    rows, layer.data = layer.data, None
    found: dict[str, Any] = json.loads(layer.to_json())
    return found | {"data": rows}


def answer(layer: Layer, rows: list[Row], view: View) -> dict[str, Any]:
    """All a screen needs of one layer: specs, legend, the time of its data, and how many sources are silent."""
    drawn = layer.draw(None if layer.binary else rows, view)
    return {"id": layer.id, "at": newest(rows), "n": len(rows), "silent": _silent(rows, view),
            "period": districts.period(rows, view) if layer.id == "districts" else "",
            "legend": _legend(layer, rows, view), "deck": [spec(one) for one in drawn]}  # fmt: skip


def newest(rows: Iterable[Row]) -> datetime | None:
    return max((r["observed_at"] for r in rows if r.get("observed_at")), default=None)


def _silent(rows: Iterable[Row], view: View) -> int:
    return sum(silent(r, view.now) for r in rows if "interval_s" in r)


def _legend(layer: Layer, rows: list[Row], view: View) -> list[dict[str, str]]:
    found: list[dict[str, str]] = layer.legend(view, rows) if layer.id == "districts" else layer.legend(view)
    return found


def write(layer: Layer, rows: list[Row], view: View) -> bytes:
    """The body of the answer: JSON, or for binary layers a JSON head and the columns behind it."""
    if not layer.binary:
        return orjson.dumps(answer(layer, rows, view), option=orjson.OPT_SERIALIZE_NUMPY)
    return pack(answer(layer, rows, view), layer.draw(rows, view)[0].data)


def pack(head: dict[str, Any], marks: list[Mark]) -> bytes:
    """uint32 length of the head, the head padded to four bytes, float32 lon lat, uint8 icon index, uint8 size."""
    names = sorted({m["i"] for m in marks})
    index = {name: i for i, name in enumerate(names)}
    body = orjson.dumps(head | {"length": len(marks), "icons": names, "ids": [m["id"] for m in marks]})
    body += b" " * (-len(body) % 4)
    places = np.array([m["p"] for m in marks], "<f4").tobytes()
    icons = np.array([index[m["i"]] for m in marks], np.uint8).tobytes()
    sizes = np.array([m["s"] for m in marks], np.uint8).tobytes()
    return struct.pack("<I", len(body)) + body + places + icons + sizes
