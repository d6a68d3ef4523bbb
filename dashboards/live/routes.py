"""Where screens ask: `/events` is the stream, `/frame` one whole frame; both say which look and which pages they show."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from dashboards import units
from dashboards.live.frames import LOOKS, Screen, dumps
from dashboards.live.hub import Hub


def screen_of(request: Request) -> Screen:
    """`pages`: the paths of the tabs that share the connection, by comma; without it every page."""
    query = request.query_params
    look = (query.get("lang", "zh"), query.get("theme", "dark"))
    asked = query.get("pages")
    found = [units.match(path)[0] for path in asked.split(",")] if asked else None
    pages = None if found is None else frozenset(page.path for page in found if page)
    return Screen(look if look in LOOKS else LOOKS[0], pages)


def router(hub: Hub) -> APIRouter:
    routes = APIRouter()
    headers = {"cache-control": "no-cache", "x-accel-buffering": "no"}

    @routes.get("/events")
    async def events(request: Request) -> StreamingResponse:
        return StreamingResponse(hub.follow(screen_of(request)), media_type="text/event-stream", headers=headers)

    @routes.get("/frame")
    async def frame(request: Request) -> Response:
        """For screens whose stream is cut off."""
        made = await hub.whole(screen_of(request))
        if made is None:
            return Response("database: no answer", 503, media_type="text/plain", headers={"retry-after": "5"})
        return Response(dumps(made), media_type="application/json", headers={"cache-control": "no-store"})

    return routes
