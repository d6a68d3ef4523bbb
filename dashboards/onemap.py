"""一张图: the map is the room, panels stand in it. What is wrong on the left, how the city is on the right, when below."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from dash import Input, Output, State, callback, dcc, html, no_update

from core import log
from core.model import Label, Page
from core.store import DatabaseFault
from dashboards import mapdata, maproutes, onemap_boxes, onemap_detail, onemap_table
from dashboards.context import Context, app_context
from dashboards.parts import layerpanel
from dashboards.parts.empty import failed
from dashboards.parts.status import WORDS
from dashboards.parts.vitals import CODES
from dashboards.slots import Slot

TITLE = Label("城市运行一张图", "City on one map")
Box = Callable[[Context], Any]
LIVE = ("iot.reading", "video.event", "hotline.ticket")


def render(box: Box, context: Context) -> dict[str, Any]:
    """A box that cannot be read says so in its own place and leaves the others alone."""
    try:
        return {"children": box(context)}
    except DatabaseFault as error:
        log.get("onemap").warning("box not read", box=box.__name__, error=str(error))
        return {"children": failed(context.lang)}


def _slot(id: str, box: Box, indicators: tuple[str, ...] = (), streams: tuple[str, ...] = ()) -> Slot:
    return Slot(id, partial(render, box), indicators=indicators, streams=streams)


SLOTS = (
    _slot("om-incidents", onemap_boxes.incidents, streams=LIVE),
    _slot("om-overdue", onemap_boxes.overdue, streams=("hotline.ticket",)),
    _slot("om-surge", onemap_boxes.surge, streams=("hotline.ticket",)),
    _slot("om-vitals", onemap_boxes.city_vitals, indicators=CODES),
    _slot("om-ribbon", onemap_boxes.ribbon, streams=("*",)),
)


def layout(context: Context) -> html.Div:
    box = {slot.id: slot.render(context)["children"] for slot in SLOTS}
    config = maproutes.settings(context) | {"zone": context.city.file.time_zone}
    config["choices"] = {i.code: [i.name.at(context.lang), i.unit] for i in mapdata.choices(context)}
    return html.Div(
        [
            _map(context),
            html.Div([_left(context, box), _middle(context), _right(context, box)], className="rails"),
            _ribbon(context, box["om-ribbon"]),
            _sheets(context),
            html.P(id="onemap-said", className="sr", role="status", **{"aria-live": "polite"}),
            *(dcc.Store(id=name) for name in ("onemap-pick", "onemap-area", "onemap-table-ask")),
        ],
        id="onemap-page",
        className="onemap",
        **{"data-config": json.dumps(config, ensure_ascii=False, separators=(",", ":")), "data-sheet": "left"},
    )


def _map(context: Context) -> html.Div:
    hint = context.text(Label("城市地图。方向键移动，加减号缩放，回车查看中心处的对象，Esc 返回上一级；同样的内容在“列表”中",
                              "City map. Arrow keys move, plus and minus zoom, Enter opens what is at the centre, Escape goes back; the Table holds the same"))  # fmt: skip
    here = html.Div(id="onemap-map", tabIndex=0, role="application", **{"aria-label": hint})
    return html.Div([here, html.Div(id="onemap-tip", hidden=True, className="tip")], className="ground")


def _left(context: Context, box: dict[str, Any]) -> html.Section:
    zh = context.lang == "zh"
    return html.Section(
        [
            html.Div(
                [
                    html.Div(box["om-incidents"], id="om-incidents", className="fill"),
                    html.P(id="onemap-elsewhere", className="t3 note"),
                ],
                className="part grow",
            ),
            html.Div(
                [
                    html.Div(box["om-overdue"], id="om-overdue"),
                    html.Header(
                        [
                            html.H2("群众在说" if zh else "What citizens say"),
                            html.Small("近 2 小时突增" if zh else "surging in 2 h"),
                        ]
                    ),
                    html.Ul(box["om-surge"], id="om-surge", className="incidents"),
                ],
                className="part",
            ),
        ],
        className="rail left",
        **{"data-covers": "left", "aria-label": "当前要情" if zh else "Needs attention"},
    )


def _right(context: Context, box: dict[str, Any]) -> html.Section:
    zh = context.lang == "zh"
    city = context.area_name(context.city.code)
    return html.Section(
        [
            html.Header([html.H2([html.Span("城市体征" if zh else "Vital signs"), " ", html.Span(city, id="om-vitals-of", className="of")]),
                         html.Small("较昨日同时" if zh else "vs yesterday, same time")]),
            html.Div(box["om-vitals"], id="om-vitals", className="vitals"),
            html.Div(id="om-vitals-area", className="vitals", hidden=True),
        ],
        className="rail right",
        **{"data-covers": "right", "aria-label": "城市体征" if zh else "Vital signs"},
    )  # fmt: skip


def _middle(context: Context) -> html.Div:
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
        layerpanel.chips(maproutes.ordered(), context.lang),
        className="chips",
        role="group",
        **{"aria-label": "图层" if zh else "Layers"},
    )
    return html.Div([crumb, chips], className="top", **{"data-covers": "top"})


def _bottom(context: Context) -> html.Div:
    zh = context.lang == "zh"
    options = [
        html.Option(i.name.at(context.lang) + (f"（{i.unit}）" if i.unit else ""), value=i.code)
        for i in mapdata.choices(context)
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


def _ribbon(context: Context, inside: Any) -> html.Section:
    zh = context.lang == "zh"
    return html.Section(
        html.Div(inside, id="om-ribbon", className="inside"),
        className="ribbon",
        **{"data-covers": "bottom", "aria-label": "近 24 小时" if zh else "Last 24 hours"},
    )


def _sheets(context: Context) -> html.Div:
    """Boxes that open over the right rail (a sheet on tablets): detail, layers, table; and the tabs of the portrait layout."""
    zh = context.lang == "zh"
    names = {"detail": ("详情", "Detail"), "layers": ("图层", "Layers"), "table": ("列表", "Table")}
    close = {"data-act": "close", "aria-label": "关闭" if zh else "Close"}
    head = html.Header(
        [
            html.H2("图层与图例" if zh else "Layers and legend"),
            html.Button("×", type="button", className="close", **close),
        ]
    )
    bodies: dict[str, Any] = {
        "detail": [],
        "layers": [head, *layerpanel.panel(maproutes.ordered(), context.lang)],
        "table": [],
    }
    boxes = [
        html.Section(
            bodies[k], id=f"onemap-{k}", className=f"over {k}", tabIndex=-1, **{"aria-label": names[k][0 if zh else 1]}
        )
        for k in names
    ]
    tabs = [html.Button(text, type="button", **{"data-act": "sheet", "data-of": of, "aria-pressed": "true" if of == "left" else "false"})
            for of, text in (("left", "要情" if zh else "Incidents"), ("right", "体征" if zh else "Vitals"), ("map", "地图" if zh else "Map"))]  # fmt: skip
    return html.Div(
        [*boxes, html.Div(tabs, className="tabs", role="group", **{"aria-label": "面板" if zh else "Panels"})],
        className="sheets",
    )


@callback(
    Output("onemap-detail", "children"), Output("onemap-detail", "aria-busy"),
    Input("onemap-pick", "data"), State("lang", "data"), State("theme", "data"), prevent_initial_call=True,
)  # fmt: skip
async def show_detail(pick: dict[str, Any] | None, lang: Any, theme: Any) -> Any:
    if not pick:
        return no_update, "false"
    context = app_context(lang=lang or "zh", theme=theme or "dark", params={"area": pick.get("area") or ""})
    box = partial(onemap_detail.panel, layer=str(pick["layer"]), id=str(pick["id"])[:200])
    made = await asyncio.to_thread(_read, box, context)
    return made, "false"


def _read(box: Any, context: Context) -> Any:
    try:
        return box(context)
    except DatabaseFault as error:
        log.get("onemap").warning("panel not read", error=str(error))
        return failed(context.lang)


@callback(
    Output("om-vitals-area", "children"), Output("om-vitals-area", "hidden"), Output("om-vitals", "hidden"), Output("om-vitals-of", "children"),
    Input("onemap-area", "data"), Input("changed", "data"), State("lang", "data"), State("theme", "data"), prevent_initial_call=True,
)  # fmt: skip
async def show_vitals(area: str | None, changed: Any, lang: Any, theme: Any) -> Any:
    """The vitals of the chosen area; those of the city are a slot and need no callback."""
    context = app_context(lang=lang or "zh", theme=theme or "dark", params={"area": area or ""})
    name = context.area_name(context.area)
    if context.area == context.city.code:
        return [], True, False, name
    return await asyncio.to_thread(_read, onemap_boxes.vitals, context), False, True, name


@callback(
    Output("onemap-table", "children"),
    Input("onemap-table-ask", "data"),
    State("lang", "data"),
    State("theme", "data"),
    prevent_initial_call=True,
)
async def show_table(ask: dict[str, Any] | None, lang: Any, theme: Any) -> Any:
    if not ask:
        return no_update
    params = {"area": ask.get("area") or "", "indicator": ask.get("indicator") or ""}
    context = replace(app_context(lang=lang or "zh", theme=theme or "dark"), params=params)
    wanted = [one for one in ask.get("layers", []) if one in mapdata.catalogue()]
    return await asyncio.to_thread(_read, partial(onemap_table.panel, wanted=wanted), context)


PAGE = Page(path="/", name=TITLE, layout=layout, order=0)
