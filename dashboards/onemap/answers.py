"""What the map asks the server while it is open: detail of one thing, vitals of an area, the table."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from typing import Any

from dash import Input, Output, State, callback, no_update

from core import log
from core.store import DatabaseFault
from dashboards.context import Context, app_context
from dashboards.onemap import boxes, detail, mapdata, table
from dashboards.parts.empty import failed


@callback(
    Output("onemap-detail", "children"), Output("onemap-detail", "aria-busy"),
    Input("onemap-pick", "data"), State("lang", "data"), State("theme", "data"), prevent_initial_call=True,
)  # fmt: skip
async def show_detail(pick: dict[str, Any] | None, lang: Any, theme: Any) -> Any:
    if not pick:
        return no_update, "false"
    context = app_context(lang=lang or "zh", theme=theme or "dark", params={"area": pick.get("area") or ""})
    box = partial(detail.panel, layer=str(pick["layer"]), id=str(pick["id"])[:200])
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
    return await asyncio.to_thread(_read, boxes.vitals, context), False, True, name


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
    return await asyncio.to_thread(_read, partial(table.panel, wanted=wanted), context)
