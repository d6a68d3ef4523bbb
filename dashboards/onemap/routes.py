"""HTTP addresses of the map: layers, boundaries, icons, and the words of a tooltip."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import cache
from typing import Any, Literal, cast

import orjson
from fastapi import APIRouter, Request, Response

from core.errors import RequestError
from core.model import Lang
from dashboards.context import Context, app_context
from dashboards.onemap import mapdata
from layers import _areas, _icons

FOREVER = {"cache-control": "public, max-age=31536000, immutable"}
CHECK = {"cache-control": "no-cache"}
THEMES = ("dark", "light")
ANSWERS = mapdata.Answers()


def router() -> APIRouter:
    routes = APIRouter(prefix="/map")
    for path, serve in (
        ("/areas/{level}.json", areas),
        ("/icons.svg", icons),
        ("/icon/{name}.svg", icon),
        ("/{name}/item.json", item),
        ("/{name}.json", layer),
        ("/{name}.bin", layer),
    ):
        routes.add_api_route(path, serve, methods=["GET"])
    return routes


def asked(request: Request) -> Context:
    """The caller's language, theme and parameters, each checked."""
    query = dict(request.query_params)
    lang, theme, area = query.get("lang", "zh"), query.get("theme", "dark"), query.get("area", "")
    if lang not in ("zh", "en"):
        raise RequestError(f"lang {lang!r}: allowed are zh, en")
    if theme not in THEMES:
        raise RequestError(f"theme {theme!r}: allowed are dark, light")
    context = app_context(lang=cast(Lang, lang), theme=theme, params=query)
    if area and area not in context.city.areas:
        raise RequestError(f"area {area!r}: not an area of {context.city.key}")
    indicator = query.get("indicator", "")
    if indicator and indicator not in context.catalogue:
        raise RequestError(f"indicator {indicator!r}: not in the catalogue")
    return context


async def answered(work: Callable[[], Response]) -> Response:
    try:
        return await asyncio.to_thread(work)
    except RequestError as error:
        return Response(str(error), 400, media_type="text/plain")


async def layer(request: Request, name: str) -> Response:
    return await answered(lambda: _layer(request, name))


def _layer(request: Request, name: str) -> Response:
    found = mapdata.find(name)
    made = ANSWERS.get(asked(request), found)
    tag = f'"{made.etag}"'
    headers = CHECK | {"etag": tag, "x-version": made.etag}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    kind = "application/octet-stream" if found.binary else "application/json"
    return Response(made.body, media_type=kind, headers=headers)


async def item(request: Request, name: str, id: str) -> Response:
    return await answered(lambda: _item(request, name, id))


def _item(request: Request, name: str, id: str) -> Response:
    found = mapdata.item(asked(request), mapdata.find(name), id[:200])
    if found is None:
        return Response(status_code=404, headers=CHECK)
    return Response(orjson.dumps(found), media_type="application/json", headers=CHECK)


async def areas(request: Request, level: str) -> Response:
    return await answered(lambda: _boundary(request, level))


def _boundary(request: Request, level: str) -> Response:
    if level not in ("district", "street"):
        raise RequestError(f"level {level!r}: allowed are district, street")
    city = app_context().city
    tag = f'"{_areas.version(city, level)}"'
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers={"etag": tag})
    headers = (FOREVER if request.query_params.get("v") else CHECK) | {"etag": tag}
    return Response(
        _geometry(city.key, cast(Literal["district", "street"], level)), media_type="application/json", headers=headers
    )


@cache
def _geometry(key: str, level: Literal["district", "street"]) -> bytes:
    return orjson.dumps(app_context().city.boundary(level))


def _svg(body: str) -> Response:
    return Response(body, media_type="image/svg+xml", headers=FOREVER)


def _theme(request: Request) -> str:
    theme = request.query_params.get("theme", "dark")
    return theme if theme in THEMES else "dark"


async def icons(request: Request) -> Response:
    return _svg(_icons.svg(_theme(request)))


async def icon(request: Request, name: str) -> Response:
    if name not in _icons.mapping():
        return Response(status_code=404)
    return _svg(_icons.single(name, _theme(request)))


def settings(context: Context) -> dict[str, Any]:
    """What the page tells the browser once: layers, areas with their boxes, versions."""
    city = context.city
    boxes = _areas.boxes(city)
    return {
        "city": city.code,
        "schematic": city.file.boundaries.streets == "schematic",
        "geo": {level: _areas.version(city, level) for level in ("district", "street")},
        "layers": [{"id": one.id, "name": one.name.at(context.lang), "group": one.group, "on": one.visible, "bin": one.binary}
                   for one in ordered()],
        "areas": {a.code: [context.area_name(a.code), a.parent, a.level, boxes.get(a.code)] for a in city.areas.values()},
        "indicator": mapdata.DEFAULT_INDICATOR,
    }  # fmt: skip


# Painted from first to last: areas lie under points, and what is urgent lies on top.
ORDER = ("districts", "hotline_hex", "cameras", "traffic_detectors", "hotline_points", "rain_gauges", "river_gauges",
         "ponding_gauges", "air_stations", "municipal_alarms", "video_events", "incidents")  # fmt: skip


def ordered() -> list[Any]:
    found = mapdata.catalogue()
    return [found[i] for i in ORDER if i in found] + [one for i, one in found.items() if i not in ORDER]
