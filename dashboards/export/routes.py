"""/export/indicators.csv: the stored values as a file, streamed row by row."""

from __future__ import annotations

import asyncio
import itertools
from dataclasses import replace

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from core.errors import RequestError
from core.store import DatabaseFault, Store
from dashboards.context import app_context
from dashboards.export.ask import once, read
from dashboards.export.file import lines


def router(store: Store) -> APIRouter:
    """`store` is a pool of its own: slow downloads must not take the pages' connections."""
    routes = APIRouter(prefix="/export")

    @routes.get("/indicators.csv")
    async def indicators(request: Request) -> Response:
        try:
            query = once(request.query_params.multi_items())
            context = replace(app_context(lang="en" if query.get("lang") == "en" else "zh"), store=store)
            ask = read(context, query)
        except RequestError as error:
            return Response(str(error), 400, media_type="text/plain; charset=utf-8")
        pieces = lines(context, ask)
        try:
            first = await asyncio.to_thread(next, pieces)
        except DatabaseFault:
            return Response("export: the database is busy or away; try again", 503, headers={"retry-after": "10"})
        name = f"{'_'.join(ask.codes)[:80]}.csv"
        headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
        return StreamingResponse(
            itertools.chain([first], pieces), media_type="text/csv; charset=utf-8", headers=headers
        )

    return routes
