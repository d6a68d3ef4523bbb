"""The areas below the chosen one, coloured by an indicator in five classes; the number stands on each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

import pydeck as pdk
from pydeck.types import String

from core.model import Label, Lang, Layer
from layers import _areas
from layers._colours import EDGE, GREY, RAMP, rgb, step, token
from layers._view import Row, View

CLASSES = 5


def breaks(values: Sequence[float]) -> list[float]:
    """Upper ends of all classes but the last: quantiles, without repeats, so that no class is empty by construction."""
    ordered = sorted(values)
    if len(set(ordered)) < 2:
        return []
    cuts = [ordered[round(i * (len(ordered) - 1) / CLASSES)] for i in range(1, CLASSES)]
    return sorted({c for c in cuts if c < ordered[-1]})


def rank(value: float, cuts: Sequence[float]) -> int:
    """0 for the lowest class."""
    return sum(value > cut for cut in cuts)


def fill(row: Row | None, cuts: Sequence[float], theme: str) -> list[int]:
    if row is None or row["value"] is None:
        return rgb(GREY[theme])
    # Few classes spread over the whole ramp, so that two values still look apart.
    top = max(1, len(cuts))
    return step(theme, round(rank(row["value"], cuts) * (CLASSES - 1) / top))


def shown(row: Row | None, view: View) -> str:
    if row is None or row["value"] is None or view.shown is None:
        return "—"
    return f"{row['value']:,.{view.shown.decimals}f}"


def period(rows: Iterable[Row], view: View) -> str:
    """Which period the colours stand for: never left to be guessed, least of all in the small hours."""
    row = next(iter(rows), None)
    if row is None:
        return ""
    start, end = (row[name].astimezone(view.city.zone) for name in ("period_start_at", "period_end_at"))
    days = (view.now.date() - start.date()).days
    day = (view.text("今日", "today"), view.text("昨日", "yesterday"))[days] if 0 <= days < 2 else f"{start:%m-%d}"
    return day if end - start >= timedelta(days=1) else f"{'' if days == 0 else day + ' '}{start:%H:%M}–{end:%H:%M}"


def _cells(rows: Iterable[Row], view: View) -> tuple[dict[str, dict[str, object]], list[float]]:
    by_area = {str(r["id"]): r for r in rows}
    cuts = breaks([r["value"] for r in by_area.values() if r["value"] is not None])
    cells = {}
    for area in view.parts:
        row = by_area.get(area.code)
        dead = row is None or row["value"] is None or row["status"] in ("stale", "none")
        name = view.text(area.name_zh, area.name_en)
        cells[area.code] = {"f": fill(row, cuts, view.theme), "x": dead, "n": name,
                            "t": shown(row, view), "w": row["status"] if row else "none"}  # fmt: skip
    return cells, cuts


def draw(rows: Iterable[Row], view: View) -> list[pdk.Layer]:
    cells, _ = _cells(rows, view)
    streets = view.level != "city"
    edge = token(view.theme, "ink-2", 150) if streets else rgb(EDGE[view.theme])
    areas = pdk.Layer(
        "GeoJsonLayer",
        {"@@geo": _areas.url(view.parts[0].level), "rows": cells},
        id="districts",
        stroked=not streets,
        filled=True,
        get_fill_color="properties.f",
        get_line_color=edge,
        line_width_units=String("pixels"),
        get_line_width=1.5,
        pickable=True,
        auto_highlight=True,
        highlight_color=token(view.theme, "accent", 60),
    )
    more = [_areas.hatch(cells, view)] + ([_areas.dashes(view)] if streets else [])
    return [areas, *more, *_areas.labels(cells, view)]


def legend(view: View, rows: Iterable[Row] = ()) -> list[dict[str, str]]:
    """The classes with their ends in the unit of the indicator; the ramp alone never has to be read."""
    _, cuts = _cells(rows, view)
    colours = RAMP[view.theme]
    top = max(1, len(cuts))
    n = view.shown.decimals if view.shown else 0
    ends = [f"≤ {c:,.{n}f}" for c in cuts] + ([f"> {cuts[-1]:,.{n}f}"] if cuts else [])
    keys = [{"fill": colours[round(i * (CLASSES - 1) / top)], "zh": end, "en": end} for i, end in enumerate(ends)]
    return [*keys, {"hatch": "1", "zh": "停报或无数据", "en": "Silent or no data"}]


def tooltip(row: Row, lang: Lang) -> list[tuple[str, str]]:
    return []


LAYER = Layer(
    id="districts",
    name=Label("区域指标", "Areas by indicator"),
    group="base",
    read="layer_districts",
    draw=draw,
    legend=legend,
    tooltip=tooltip,
    streams=(),
)
