"""The same as the map in a table, for those who do not see it or do not use a pointer: worst first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from core.model import Layer
from dashboards.context import Context
from dashboards.onemap import mapdata
from dashboards.parts.csv import csv_button
from dashboards.parts.status import rank, status
from dashboards.parts.when import clock
from layers import _deck

ROWS = 40  # of each layer


def panel(context: Context, wanted: Sequence[str]) -> list[Any]:
    zh = context.lang == "zh"
    close = html.Button(
        "×", type="button", className="close", **{"data-act": "close", "aria-label": "关闭" if zh else "Close"}
    )
    save = csv_button("onemap-table", "map", context.lang)
    head = html.Header([html.H2("地图内容列表" if zh else "The map as a table"), save, close])
    found = [mapdata.catalogue()[one] for one in wanted if one != "hotline_hex"]
    return [head, *(_section(context, layer) for layer in sorted(found, key=lambda one: one.id != "districts"))]


def _section(context: Context, layer: Layer) -> html.Section:
    seen = mapdata.view(context)
    rows = mapdata.rows(context, layer, seen)
    marks = _areas(context) if layer.id == "districts" else layer.draw(rows, seen)[0].data
    ordered = sorted(marks, key=lambda m: rank(m["w"]))
    at = _deck.newest(rows)
    when = clock(at.astimezone(context.city.zone), context.now(), context.lang) if at else "—"
    zh = context.lang == "zh"
    more = f"，列出最需要看的 {ROWS} 个" if zh else f", the {ROWS} most urgent"
    said = f"{len(marks)}{more if len(marks) > ROWS else ''} · {when}"
    name = mapdata.view(context).shown.name if layer.id == "districts" and seen.shown else layer.name  # type: ignore[union-attr]
    head = html.Tr([html.Th(h, scope="col") for h in (("名称", "数值", "状态") if zh else ("Name", "Value", "State"))])
    body = [_row(context, layer, m) for m in ordered[:ROWS]]
    return html.Section([html.H3([name.at(context.lang), " ", html.Small(said, className="num quiet")]),
                         html.Table([html.Thead(head), html.Tbody(body)], className="grid")])  # fmt: skip


def _areas(context: Context) -> list[dict[str, Any]]:
    layer, seen = mapdata.find("districts"), mapdata.view(context)
    cells = layer.draw(mapdata.rows(context, layer, seen), seen)[0].data["rows"]
    return [{"id": code, "n": cell["n"], "t": cell["t"], "w": cell["w"]} for code, cell in cells.items()]


def _row(context: Context, layer: Layer, mark: dict[str, Any]) -> html.Tr:
    target, key = mark["id"].split("|", 1) if layer.id == "incidents" else (layer.id, mark["id"])
    act = (
        {"data-act": "area", "data-of": key}
        if layer.id == "districts" and context.city.children(key)
        else {"data-act": "pick", "data-layer": target, "data-of": key}
    )
    place = {"data-lon": str(mark["p"][0]), "data-lat": str(mark["p"][1])} if "p" in mark else {}
    name = html.Button(mark["n"], type="button", className="link", **act, **place)
    return html.Tr([html.Td(name), html.Td(mark["t"] or "", className="r"), html.Td(status(mark["w"], context.lang))])
