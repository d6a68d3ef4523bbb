"""The detail panel: one thing of the map with its newest records. Facts in, component out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from dash import dcc, html

from core.model import Lang, Status
from dashboards.parts.draw import Draw, Shape
from dashboards.parts.number import written
from dashboards.parts.status import status

Line = tuple[str, str]
WIDE, HIGH = 360.0, 90.0


@dataclass(frozen=True, slots=True)
class Chart:
    """24 hours of one figure; `lines` are named limits in the same unit."""

    name: str
    values: Sequence[float | None]
    hours: tuple[str, str]
    lines: Sequence[tuple[str, float]] = ()
    bars: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    head: tuple[str, ...]
    rows: Sequence[Sequence[Any]]
    none: str = ""


@dataclass(frozen=True, slots=True)
class Detail:
    title: str
    where: str
    word: Status
    state: str = ""
    facts: Sequence[Line] = ()
    chart: Chart | None = None
    tables: Sequence[Table] = ()
    links: Sequence[tuple[str, str]] = ()
    actions: Sequence[Any] = field(default_factory=tuple)


def detail(d: Detail, lang: Lang) -> list[Any]:
    parts = [
        _head(d, lang),
        html.Div(list(d.actions), className="actions") if d.actions else None,
        html.Dl([html.Div([html.Dt(k), html.Dd(v, className="num")]) for k, v in d.facts], className="facts")
        if d.facts
        else None,
        _chart(d.chart) if d.chart else None,
        *(_table(t) for t in d.tables),
        html.Nav([dcc.Link(text, href=href) for text, href in d.links], className="links") if d.links else None,
    ]
    return [p for p in parts if p is not None]


def _head(d: Detail, lang: Lang) -> html.Header:
    close = html.Button(
        "×",
        type="button",
        className="close",
        **{"data-act": "close", "aria-label": "关闭" if lang == "zh" else "Close"},
    )
    title = html.Div([html.H2(d.title), html.P(d.where, className="t3")])
    return html.Header([title, status(d.word, lang, d.state), close])


def _chart(c: Chart) -> html.Figure:
    known = [v for v in c.values if v is not None]
    if not known:
        return html.Figure([html.Figcaption(c.name), html.Div("—", className="state quiet")])
    reach = known + [v for _, v in c.lines if v <= max(known) * 1.5 + 1]
    low, high = (0.0 if c.bars else min(reach)), max(reach)
    high = high if high > low else low + 1
    marks = [(name, v) for name, v in c.lines if low <= v <= high]
    shapes = [s for _, v in marks for s in [_rule(_y(v, low, high))]] + (
        _columns(c, low, high) if c.bars else _line(c, low, high)
    )
    names = [
        html.Span(f"{name} {written(v, 2)}", style={"top": f"{_y(v, low, high) / HIGH * 100:.0f}%"})
        for name, v in marks
    ]
    ends = f"{c.hours[0]}–{c.hours[1]}"
    caption = html.Figcaption(
        [html.Span(c.name), html.Span(f"{written(min(known), 1)} – {written(max(known), 1)}", className="num")]
    )
    box = html.Div(
        [Draw(shapes, (WIDE, HIGH), f"{c.name} {ends}", className="draw chart"), *names], className="chart-box"
    )
    return html.Figure(
        [caption, box, html.Div([html.Span(h) for h in c.hours], className="ends num", **{"aria-hidden": "true"})]
    )


def _y(value: float, low: float, high: float) -> float:
    return HIGH - 6 - (value - low) / (high - low) * (HIGH - 12)


def _rule(y: float) -> Shape:
    return {"tag": "line", "x1": 0, "x2": WIDE, "y1": y, "y2": y, "className": "limit"}


def _line(c: Chart, low: float, high: float) -> list[Shape]:
    step = WIDE / max(1, len(c.values) - 1)
    shapes: list[Shape] = []
    run: list[str] = []
    for i, v in enumerate([*c.values, None]):
        if v is not None:
            run.append(f"{i * step:.1f},{_y(v, low, high):.1f}")
            continue
        if run:
            # A lone value between two holes still has to be seen.
            points = run if len(run) > 1 else [run[0], run[0].replace(",", ".1,", 1)]
            shapes.append({"tag": "polyline", "points": " ".join(points), "className": "line"})
        run = []
    return shapes


def _columns(c: Chart, low: float, high: float) -> list[Shape]:
    step = WIDE / max(1, len(c.values))
    return [{"tag": "rect", "x": i * step + 1, "y": _y(v, low, high), "width": step - 2, "height": HIGH - 6 - _y(v, low, high), "className": "column"}
            for i, v in enumerate(c.values) if v]  # fmt: skip


def _table(t: Table) -> html.Section:
    if not t.rows:
        return html.Section([html.H3(t.name, className="t3"), html.P(t.none, className="quiet")])
    head = html.Thead(html.Tr([html.Th(h, scope="col") for h in t.head]))
    body = html.Tbody([html.Tr([html.Td(cell) for cell in row]) for row in t.rows])
    return html.Section([html.H3(t.name, className="t3"), html.Table([head, body], className="grid")])


def missing(lang: Lang) -> list[Any]:
    zh = lang == "zh"
    return detail(
        Detail(
            "没有找到" if zh else "Not found",
            "可能已办结或已停用" if zh else "It may be closed or out of service",
            "none",
        ),
        lang,
    )
