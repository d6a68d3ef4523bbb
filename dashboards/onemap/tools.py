"""What stands over the map itself: the way back, layer chips, the legend, zoom."""

from __future__ import annotations

from dash import html

from core.model import Label
from dashboards.context import Context
from dashboards.onemap import mapdata, routes
from dashboards.parts import layerpanel
from dashboards.parts.number import unit
from dashboards.parts.status import WORDS


def ground(context: Context) -> html.Div:
    hint = context.text(Label("城市地图。方向键移动，加减号缩放，回车查看中心处的对象，Esc 返回上一级；同样的内容在“列表”中",
                              "City map. Arrow keys move, plus and minus zoom, Enter opens what is at the centre, Escape goes back; the Table holds the same"))  # fmt: skip
    here = html.Div(id="onemap-map", tabIndex=0, role="application", **{"aria-label": hint})
    return html.Div([here, html.Div(id="onemap-tip", hidden=True, className="tip")], className="ground")


def middle(context: Context) -> html.Div:
    return html.Div([_top(context), _bottom(context)], className="middle")


def _top(context: Context) -> html.Div:
    zh = context.lang == "zh"
    crumb = html.Nav(
        [
            html.Button("‹", type="button", id="onemap-up", className="chip back", hidden=True,
                        **{"data-act": "area", "data-of": context.city.code, "aria-label": "返回全市" if zh else "Back to the city"}),
            html.Span(id="onemap-crumb", className="crumb"),
            html.Span("街道界线为示意，非法定界线" if zh else "Street borders are schematic", id="onemap-schematic", className="schematic", hidden=True),
        ],
        className="path", **{"aria-label": "区域" if zh else "Area"},
    )  # fmt: skip
    chips = html.Div(
        layerpanel.chips(routes.ordered(), context.lang),
        className="chips",
        role="group",
        **{"aria-label": "图层" if zh else "Layers"},
    )
    return html.Div([crumb, chips], className="top", **{"data-covers": "top"})


def _bottom(context: Context) -> html.Div:
    zh = context.lang == "zh"
    options = [
        html.Option(f"{i.name.at(context.lang)} ({size})" if size else i.name.at(context.lang), value=i.code)
        for i in mapdata.choices(context)
        for size in [unit(i.unit, context.lang)]
    ]
    select = html.Select(
        options, id="onemap-indicator", **{"aria-label": "区域着色的指标" if zh else "Indicator that colours the areas"}
    )
    shapes = [
        html.Span([html.I(**{"aria-hidden": "true"}), WORDS[w].at(context.lang)], className=f"s {w}")
        for w in ("good", "watch", "alert", "stale")
    ]
    legend = html.Div(
        [
            html.Div([select, html.Small("—", id="onemap-classes-at", className="num")], className="choice"),
            html.Ul(id="onemap-classes", className="classes"),
            html.Div(shapes, className="shapes"),
        ],
        className="legend",
    )
    zoom = html.Div(
        [html.Button(sign, type="button", **{"data-act": act, "aria-label": name})
         for sign, act, name in (("＋", "zoomin", "放大" if zh else "Zoom in"), ("−", "zoomout", "缩小" if zh else "Zoom out"), ("⌂", "home", "回到全貌" if zh else "Whole area"))],
        className="zoom",
    )  # fmt: skip
    return html.Div([legend, zoom], className="bottom")
