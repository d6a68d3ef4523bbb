"""A small still map of the numbers in the table beside it; the live one is a click away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboards.context import Context
from dashboards.indicator.ask import Ask
from dashboards.parts.draw import Draw, Shape
from layers import _outline
from layers._colours import RAMP
from layers.districts import CLASSES, breaks, rank


def areamap(context: Context, ask: Ask, rows: Sequence[dict[str, Any]]) -> list[Draw]:
    """Same five classes as the one map; no drawing where the pack has no boundaries or nothing has a number."""
    outlines, size = _outline.paths(context.city, ask.subject)
    known = {row["subject"]: row for row in rows}
    cuts = breaks([row["value"] for row in rows if row["value"] is not None])
    if not outlines or all(row["value"] is None for row in rows):
        return []
    shapes = [_area(path, known.get(code), cuts, context.theme) for code, path in outlines.items()]
    name = context.catalogue[ask.code].name.at(context.lang)
    said = f"{name}分区域图，数值见表" if context.lang == "zh" else f"{name} by area; the numbers are in the table"
    return [Draw(shapes, size, said, className="draw areamap", stretch=False)]


def _area(path: str, row: dict[str, Any] | None, cuts: Sequence[float], theme: str) -> Shape:
    if row is None or row["value"] is None:
        return {"tag": "path", "d": path, "className": "area none"}
    ramp = RAMP[theme if theme in RAMP else "dark"]
    step = round(rank(row["value"], cuts) * (CLASSES - 1) / max(1, len(cuts)))
    return {"tag": "path", "d": path, "className": "area", "fill": ramp[step]}
