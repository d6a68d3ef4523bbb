"""One stream of frames for all screens: what changed is rendered once a language, serialised once, sent to everyone.

A frame is `{"props": {component id: props}, "changed": {"codes", "streams"}, "layers": {id: version}, "at": …}`.
Slow screens do not queue up: a screen that misses frames gets a whole one instead.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import threading
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast

import orjson
from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from core import log
from core.model import Lang
from core.store import DatabaseFault, Store
from dashboards import units
from dashboards.context import Context, app_context
from dashboards.mapdata import catalogue as layers
from dashboards.slots import Slot

LOOKS = tuple((lang, theme) for lang in ("zh", "en") for theme in ("dark", "light"))
Look = tuple[str, str]
PAUSE_S = 0.4  # bursts become one frame; well under a second from commit to screen
KEEP_ALIVE_S = 15
QUEUE = 8


@dataclass
class Change:
    """What was notified since the last frame."""

    codes: set[str] = field(default_factory=set)
    streams: set[str] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.codes or self.streams)


class Hub:
    """Listens to the database in one thread and fans frames out to the screens of the event loop."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._screens: dict[asyncio.Queue[bytes | None], Look] = {}
        self._lock = threading.Lock()
        self._pending = Change()
        self._woken = threading.Event()
        self._stop = threading.Event()
        self._ids = itertools.count(1)
        self._versions: dict[str, int] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._slots: tuple[Slot, ...] = ()
        self.frame_s = 0.0

    @property
    def screens(self) -> int:
        return len(self._screens)

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._slots = tuple(units.slots())
        for work in (self._listen_ingest, self._listen_value, self._beat):
            threading.Thread(target=work, daemon=True, name=work.__name__).start()

    def stop(self) -> None:
        self._stop.set()
        self._woken.set()

    def _listen_ingest(self) -> None:
        self._listen("ingest", lambda text: Change(streams={json.loads(text)["stream"]}))

    def _listen_value(self) -> None:
        self._listen("value", lambda text: Change(codes=set(json.loads(text))))

    def _listen(self, channel: str, read: Any) -> None:
        """A lost database is waited for; the first note after it wakes the screens again."""
        while not self._stop.is_set():
            try:
                for text in self._store.listen(channel, timeout_s=5):
                    if self._stop.is_set():
                        return
                    if text is not None:
                        self.note(read(text))
            except DatabaseFault as error:
                log.get("live").warning("not listening", channel=channel, error=str(error))
                self._stop.wait(1)

    def note(self, change: Change) -> None:
        with self._lock:
            self._pending.codes |= change.codes
            self._pending.streams |= change.streams
        self._woken.set()

    def _beat(self) -> None:
        """Render what changed, then rest: coalesces bursts into one frame."""
        while not self._stop.is_set():
            self._woken.wait()
            self._woken.clear()
            with self._lock:
                change, self._pending = self._pending, Change()
            if change and self._screens:
                self._publish(change)
            elif change:
                self._advance(change)
            self._stop.wait(PAUSE_S)

    def _advance(self, change: Change) -> None:
        for layer in layers().values():
            if not change.streams.isdisjoint(layer.streams) or (not layer.streams and change.codes):
                self._versions[layer.id] = time.time_ns() // 1_000_000

    def _publish(self, change: Change) -> None:
        self._advance(change)
        for look in set(self._screens.values()):
            try:
                text = self._message(self._frame(look, change))
            except DatabaseFault as error:
                log.get("live").warning("frame not rendered", error=str(error))
                return
            if self._loop is not None:
                self._loop.call_soon_threadsafe(self._send, look, text)

    def _send(self, look: Look, text: bytes) -> None:
        for queue, wants in list(self._screens.items()):
            if wants != look:
                continue
            if queue.full():
                _drain(queue)
                queue.put_nowait(None)  # the screen asks for a whole frame
            else:
                queue.put_nowait(text)

    def _frame(self, look: Look, change: Change | None) -> dict[str, Any]:
        """`change` None asks for everything."""
        context, began = context_of(look), time.monotonic()
        wanted = [s for s in self._slots if change is None or s.wants(change.codes, change.streams)]
        props = {s.id: s.render(context) for s in wanted}
        self.frame_s = time.monotonic() - began
        return self._shell_frame(change) | {"props": props}

    def _shell_frame(self, change: Change | None = None) -> dict[str, Any]:
        """A frame without parts; sent alone it tells a screen that silence is not a broken line."""
        change = change or Change()
        return {
            "props": {},
            "changed": {"codes": sorted(change.codes), "streams": sorted(change.streams)},
            "layers": dict(self._versions),
            "at": datetime.now(UTC).isoformat(),
        }

    def _message(self, frame: dict[str, Any]) -> bytes:
        return b"id: %d\ndata: %s\n\n" % (next(self._ids), dumps(frame))

    def whole(self, look: Look) -> dict[str, Any]:
        return self._frame(look, None)

    async def follow(self, look: Look) -> AsyncIterator[bytes]:
        queue: asyncio.Queue[bytes | None] = asyncio.Queue(QUEUE)
        self._screens[queue] = look
        try:
            yield b"retry: 2000\n\n"
            yield await self._whole_message(look)
            while not self._stop.is_set():
                try:
                    text = await asyncio.wait_for(queue.get(), KEEP_ALIVE_S)
                except TimeoutError:
                    text = self._message(self._shell_frame())
                yield text if text is not None else await self._whole_message(look)
        finally:
            self._screens.pop(queue, None)

    async def _whole_message(self, look: Look) -> bytes:
        try:
            return self._message(await asyncio.to_thread(self.whole, look))
        except DatabaseFault:
            return b": database away\n\n"


def _drain(queue: asyncio.Queue[bytes | None]) -> None:
    while not queue.empty():
        queue.get_nowait()


def context_of(look: Look) -> Context:
    return app_context(lang=cast(Lang, look[0]), theme=look[1])


def dumps(frame: dict[str, Any]) -> bytes:
    """Dash components to JSON as Dash itself would write them."""
    return orjson.dumps(frame, default=_plain)


def _plain(value: Any) -> Any:
    if hasattr(value, "to_plotly_json"):
        return value.to_plotly_json()
    raise TypeError(f"{type(value).__name__} cannot be sent to a screen")


def look_of(request: Request) -> Look:
    query = request.query_params
    look = (query.get("lang", "zh"), query.get("theme", "dark"))
    return look if look in LOOKS else ("zh", "dark")


def router(hub: Hub) -> APIRouter:
    routes = APIRouter()
    headers = {"cache-control": "no-cache", "x-accel-buffering": "no"}

    @routes.get("/events")
    async def events(request: Request) -> StreamingResponse:
        return StreamingResponse(hub.follow(look_of(request)), media_type="text/event-stream", headers=headers)

    @routes.get("/frame")
    async def frame(request: Request) -> Response:
        """The same as one whole frame, for screens whose stream is cut off."""
        made = await asyncio.to_thread(hub.whole, look_of(request))
        return Response(dumps(made), media_type="application/json", headers={"cache-control": "no-store"})

    return routes
