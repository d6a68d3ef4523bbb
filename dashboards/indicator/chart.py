"""History of one series: normal band, gaps for missing, breaks where the definition changed, marks where a period was revised."""

from __future__ import annotations

from typing import Any

from core.model import Value
from dashboards.context import Context
from dashboards.indicator.ask import Ask
from dashboards.indicator.notes import lines
from dashboards.indicator.series import Series
from dashboards.parts.number import spoken, unit, written

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
    return f"{shown} · {spoken(value.detail, of, context.lang)}" if value.detail else shown


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
    shapes, notes = lines(context, ask, series, ink, scale)
    layout = {
        "paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)", "font": font, "hovermode": "x", "dragmode": "zoom",
        "margin": {"l": 8 * scale, "r": (84 if any("yshift" in n for n in notes) else 16) * scale, "t": 22 * scale, "b": 8 * scale}, "showlegend": False, "uirevision": "kept",
        "xaxis": {**axis, "type": "date", "showgrid": False, "tickformatstops": _ticks(), "nticks": 9},
        "yaxis": {**axis, "tickformat": ",~g", "nticks": 6}, "shapes": shapes, "annotations": notes,
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
