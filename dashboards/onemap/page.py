"""一张图: the map is the room, panels stand in it. What is wrong on the left, how the city is on the right, when below."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from dash import dcc, html

from core import log
from core.model import Label, Page
from core.store import DatabaseFault
from dashboards.context import Context
from dashboards.live.slots import Slot
from dashboards.onemap import boxes, mapdata, rails, routes, sheets, tools
from dashboards.parts.empty import failed
from dashboards.parts.vitals import CODES

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
    _slot("om-incidents", boxes.incidents, streams=LIVE),
    _slot("om-overdue", boxes.overdue, streams=("hotline.ticket",)),
    _slot("om-surge", boxes.surge, streams=("hotline.ticket",)),
    _slot("om-vitals", boxes.city_vitals, indicators=CODES),
    _slot("om-ribbon", boxes.ribbon, streams=("*",)),
)


def layout(context: Context) -> html.Div:
    box = {slot.id: slot.render(context)["children"] for slot in SLOTS}
    config = routes.settings(context) | {"zone": context.city.file.time_zone}
    config["choices"] = {i.code: [i.name.at(context.lang), i.unit] for i in mapdata.choices(context)}
    return html.Div(
        [
            tools.ground(context),
            html.Div([rails.left(context, box), tools.middle(context), rails.right(context, box)], className="rails"),
            _ribbon(context, box["om-ribbon"]),
            sheets.sheets(context),
            html.P(id="onemap-said", className="sr", role="status", **{"aria-live": "polite"}),
            *(dcc.Store(id=name) for name in ("onemap-pick", "onemap-area", "onemap-table-ask")),
        ],
        id="onemap-page",
        className="onemap",
        **{"data-config": json.dumps(config, ensure_ascii=False, separators=(",", ":")), "data-sheet": "left"},
    )


def _ribbon(context: Context, inside: Any) -> html.Section:
    zh = context.lang == "zh"
    return html.Section(
        html.Div(inside, id="om-ribbon", className="inside"),
        className="ribbon",
        **{"data-covers": "bottom", "aria-label": "近 24 小时" if zh else "Last 24 hours"},
    )


PAGE = Page(path="/", name=TITLE, layout=layout, order=0)
