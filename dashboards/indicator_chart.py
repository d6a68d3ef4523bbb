"""History of one series: normal band, gaps for missing, breaks where the definition changed, marks where a period was revised."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from core import clock
from core.model import Value
from dashboards.context import Context
from dashboards.indicator_ask import Ask
from dashboards.parts.number import unit, written
from dashboards.parts.spark import Band
from dashboards.parts.target import target_of, ticks_of
from dashboards.vitals import bands_by_slot, slot_band

INK = {
    "dark": {
        "line": "#5bb8ff",
        "band": "rgba(255,255,255,.08)",
        "ink": "#a9b8ca",
        "grid": "rgba(255,255,255,.09)",
        "mark": "#f0b94a",
        "paper": "#111d2b",
    },
    "light": {
        "line": "#0b67b2",
        "band": "rgba(11,26,42,.08)",
        "ink": "#46566a",
        "grid": "rgba(11,26,42,.10)",
        "mark": "#8a5a00",
        "paper": "#ffffff",
    },
}


@dataclass(frozen=True, slots=True)
class Series:
    """On the full time axis: a period nobody computed is a hole."""

    starts: list[datetime]
    values: list[Value | None]
    band: list[Band]
    revised: frozenset[datetime]


def read(context: Context, ask: Ask) -> Series:
    since, until = ask.since(context), ask.until(context)
    found = context.history(ask.code, ask.subject_kind, ask.subject, ask.grain, since, until)
    zone = context.city.zone
    known = {clock.slot(v.period_end_at, ask.grain, zone): v for v in found}
    starts = clock.buckets(min(known), until, ask.grain, zone) if found else []
    # What has not begun to be known yet is no gap.
    while starts and starts[-1] not in known:
        starts.pop()
    bands = bands_by_slot(context, ask.code, ask.grain, ask.subject_kind, ask.subject)
    return Series(
        starts, [known.get(s) for s in starts], [slot_band(bands, s, ask.grain) for s in starts], _revised(context, ask)
    )


def _revised(context: Context, ask: Ask) -> frozenset[datetime]:
    return frozenset(row["period_start_at"] for row in changes(context, ask))


def changes(context: Context, ask: Ask, rows: int = 200) -> list[dict[str, Any]]:
    asked = {"code": ask.code, "subject_kind": ask.subject_kind, "subject": ask.subject, "grain": ask.grain}
    return context.store.read(
        "indicator_changes", since=ask.since(context), until=ask.until(context), as_of=context.now(), rows=rows, **asked
    )


def traces(context: Context, ask: Ask, series: Series, scale: float) -> list[dict[str, Any]]:
    ink = INK[context.theme if context.theme in INK else "dark"]
    at = [f"{s:%Y-%m-%d %H:%M}" for s in series.starts]
    low, high = ([b[i] if b else None for b in series.band] for i in (0, 1))
    plain = {"mode": "lines", "line": {"width": 0}, "hoverinfo": "skip", "showlegend": False}
    band = [{"x": at, "y": low, **plain}, {"x": at, "y": high, **plain, "fill": "tonexty", "fillcolor": ink["band"]}]
    return [*band, _line(context, ask, series, ink, scale), _marks(context, ask, series, ink, scale)]


def _line(context: Context, ask: Ask, series: Series, ink: dict[str, str], scale: float) -> dict[str, Any]:
    """One line, opened where the definition changes: numbers of two definitions are not joined."""
    x: list[str] = []
    y: list[float | None] = []
    text: list[str] = []
    before = None
    for start, value in zip(series.starts, series.values, strict=True):
        if value and before and value.definition != before:
            x, y, text = [*x, f"{start:%Y-%m-%d %H:%M}"], [*y, None], [*text, ""]
        x.append(f"{start:%Y-%m-%d %H:%M}")
        y.append(value.value if value else None)
        text.append(_hover(context, ask, value))
        before = value.definition if value else before
    sparse = len([v for v in y if v is not None]) < 40
    return {
        "x": x, "y": y, "text": text, "hovertemplate": "%{x}<br>%{text}<extra></extra>", "connectgaps": False, "showlegend": False,
        "mode": "lines+markers" if sparse else "lines", "line": {"color": ink["line"], "width": 2 * scale}, "marker": {"size": 5 * scale, "color": ink["line"]},
    }  # fmt: skip


def _hover(context: Context, ask: Ask, value: Value | None) -> str:
    if value is None:
        return ""
    of = context.catalogue[ask.code]
    shown = f"{written(value.value, of.decimals)} {unit(of.unit, context.lang)}".strip()
    return f"{shown} · {value.detail}" if value.detail else shown


def _marks(context: Context, ask: Ask, series: Series, ink: dict[str, str], scale: float) -> dict[str, Any]:
    pairs = [
        (s, v.value)
        for s, v in zip(series.starts, series.values, strict=True)
        if v and v.value is not None and s in series.revised
    ]
    word = "此期有修订，见下方记录" if context.lang == "zh" else "Revised, see the record below"
    return {
        "x": [f"{s:%Y-%m-%d %H:%M}" for s, _ in pairs], "y": [v for _, v in pairs], "mode": "markers", "showlegend": False,
        "hovertemplate": f"%{{x}}<br>{word}<extra></extra>",
        "marker": {"symbol": "diamond-open", "size": 9 * scale, "color": ink["mark"], "line": {"width": 1.6 * scale}},
    }  # fmt: skip


def figure(context: Context, ask: Ask, series: Series, scale: float = 1.0) -> dict[str, Any]:
    ink = INK[context.theme if context.theme in INK else "dark"]
    font = {"family": 'Num, "City Sans", "Noto Sans CJK SC", sans-serif', "size": 13 * scale, "color": ink["ink"]}
    axis = {
        "gridcolor": ink["grid"],
        "zeroline": False,
        "linecolor": ink["grid"],
        "automargin": True,
        "fixedrange": False,
    }
    lines, notes = _lines(context, ask, series, ink, scale)
    layout = {
        "paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)", "font": font, "hovermode": "x", "dragmode": "zoom",
        "margin": {"l": 8 * scale, "r": (84 if any("yshift" in n for n in notes) else 16) * scale, "t": 22 * scale, "b": 8 * scale}, "showlegend": False, "uirevision": "kept",
        "xaxis": {**axis, "type": "date", "showgrid": False, "tickformatstops": _ticks(), "nticks": 9},
        "yaxis": {**axis, "tickformat": ",~g", "nticks": 6}, "shapes": lines, "annotations": notes,
        "hoverlabel": {"bgcolor": ink["paper"], "bordercolor": ink["ink"], "font": {"size": 13 * scale}},
    }  # fmt: skip
    return {"data": traces(context, ask, series, scale), "layout": layout}


def _ticks() -> list[dict[str, Any]]:
    """Digits only, so that no language is needed."""
    day, month = 86_400_000, "M1"
    return [
        {"dtickrange": [None, day - 1], "value": "%H:%M\n%m-%d"},
        {"dtickrange": [day, month], "value": "%m-%d\n%Y"},
        {"dtickrange": [month, "M12"], "value": "%Y-%m"},
        {"dtickrange": ["M12", None], "value": "%Y"},
    ]


def _lines(
    context: Context, ask: Ask, series: Series, ink: dict[str, str], scale: float
) -> tuple[list[Any], list[Any]]:
    shapes, notes = [], []
    for at, name in breaks(series):
        x = f"{at:%Y-%m-%d %H:%M}"
        shapes.append(
            {
                "type": "line",
                "x0": x,
                "x1": x,
                "yref": "paper",
                "y0": 0,
                "y1": 1,
                "line": {"color": ink["mark"], "width": 1.4 * scale, "dash": "dot"},
            }
        )
        word = f"口径变更 {name}" if context.lang == "zh" else f"Definition {name}"
        notes.append(
            {
                "x": x,
                "yref": "paper",
                "y": 1,
                "yanchor": "bottom",
                "text": word,
                "showarrow": False,
                "font": {"color": ink["mark"]},
            }
        )
    target = target_of(context.city, ask.code, context.now().date())
    word = _target_name(context, target)
    for tick in ticks_of(target) if ask.subject_kind == "area" else []:
        line = {"color": ink["ink"], "width": 1.2 * scale, "dash": "dash"}
        shapes.append({"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": tick, "y1": tick, "line": line})
        notes.append(
            {
                "xref": "paper",
                "x": 1,
                "xanchor": "left",
                "y": tick,
                "yanchor": "middle",
                "yshift": 0,
                "xshift": 6 * scale,
                "text": f"{word} {tick:g}",
                "showarrow": False,
            }
        )
    return shapes, notes


def _target_name(context: Context, target: Any) -> str:
    if target is not None and target.target is not None:
        return "目标" if context.lang == "zh" else "Target"
    return "关注线" if context.lang == "zh" else "Watch line"


def breaks(series: Series) -> list[tuple[datetime, str]]:
    """Where the definition of a value differs from the one before."""
    known = [(s, v.definition) for s, v in zip(series.starts, series.values, strict=True) if v]
    return [(s, d) for (_, before), (s, d) in pairwise(known) if d != before]
