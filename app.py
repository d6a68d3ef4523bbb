"""Joins everything: settings, city pack, database, pages, the live stream, exports. `python -m app` serves it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import uvicorn
from dash import Dash
from fastapi import FastAPI

from core import city as packs
from core import log
from core import settings as environment
from core.errors import ConfigError
from core.settings import ROOT, Settings
from core.store import Store
from dashboards import units
from dashboards.context import Context, install
from dashboards.export import routes as export
from dashboards.live import hub as live
from dashboards.live import routes as live_routes
from dashboards.onemap import routes as maproutes
from dashboards.server import guard, health
from dashboards.shell import frame as shell
from indicators.catalogue import catalogue


def create_app(settings: Settings) -> Dash:
    """Raises ConfigError when the city pack cannot be used; the database may come up later."""
    city = packs.load(settings.city)
    store = Store(settings.database_url, size=8, timeout_s=2, rest_s=1.5)  # a page that waits longer says so instead
    downloads = Store(settings.database_url, size=3)
    context = Context(city, store, catalogue(city))
    install(context)
    hub = live.Hub(store)
    server = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, lifespan=_lifespan(store, downloads, hub))
    for router in (live_routes.router(hub), health.router(settings, hub), export.router(downloads), maproutes.router()):
        server.include_router(router)
    app = Dash(
        __name__,
        server=server,
        assets_folder=str(ROOT / "assets"),
        assets_path_ignore=["vendor"],
        title=city.file.name.label.zh,
        update_title=None,  # type: ignore[arg-type]
        compress=True,
        suppress_callback_exceptions=True,
    )
    app.backend.websocket_capability = False  # every page would open one for nothing
    app.index_string = guard.index(app.index_string)
    app.layout = shell.frame(context)
    units.modules()
    shell.register(app)
    guard.protect(server, app, [page.path for page in units.ordered()])
    app._setup_server()  # Dash would read assets/ at its first "/", and every other first page would come without them
    return app


def _lifespan(store: Store, downloads: Store, hub: live.Hub) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def run(_: FastAPI) -> AsyncIterator[None]:
        with store, downloads:
            hub.start(asyncio.get_running_loop())
            yield
            hub.stop()

    return run


def main() -> None:
    try:
        settings = environment.load()
        log.configure(settings.log_level)
        app = create_app(settings)
    except ConfigError as error:
        raise SystemExit("\n".join(error.problems)) from None
    log.get("web").info("serving", **settings.public())
    uvicorn.run(app.server, host=settings.host, port=settings.port, log_level="warning", timeout_graceful_shutdown=2)


if __name__ == "__main__":
    main()
