"""One stream of frames for all screens; a screen that misses some gets a whole one instead of a growing queue."""

from __future__ import annotations

import asyncio
import itertools
import json
import threading
from collections.abc import AsyncIterator, Callable
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from core import log
from core.store import DatabaseFault, Store
from dashboards.live.frames import LOOKS, Change, Frames, Look, dumps

PAUSE_S = 0.4  # bursts become one frame; well under a second from commit to screen
KEEP_ALIVE_S = 15
QUEUE = 8
Queue = asyncio.Queue[bytes | None]


class Hub:
    """Listens to the database in threads and fans frames out to the screens of the event loop."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._screens: dict[Queue, Look] = {}
        self._lock = threading.Lock()
        self._pending = Change()
        self._woken = threading.Event()
        self._stop = threading.Event()
        self._away: set[str] = set()
        self._ids = itertools.count(1)
        self._loop: asyncio.AbstractEventLoop | None = None
        self.frames = Frames(())

    @property
    def screens(self) -> int:
        return len(self._screens)

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop, self.frames = loop, Frames()
        for work in (self._listen_ingest, self._listen_value, self._beat):
            threading.Thread(target=work, daemon=True, name=work.__name__).start()

    def stop(self) -> None:
        self._stop.set()
        self._loop = None
        self._woken.set()

    def _listen_ingest(self) -> None:
        self._listen("ingest", lambda note: Change(streams={note["stream"]}))

    def _listen_value(self) -> None:
        self._listen("value", lambda note: Change(codes=set(note)))

    def _listen(self, channel: str, read: Callable[[Any], Change]) -> None:
        """A lost database is waited for; notes were missed meanwhile, so every screen then gets a whole frame."""
        while not self._stop.is_set():
            try:
                for text in self._store.listen(channel, timeout_s=2):
                    if self._stop.is_set():
                        return
                    self._back(channel)
                    if text is not None:
                        self.note(read(json.loads(text)))
            except DatabaseFault as error:
                self._lost(channel, error)
            except (ValueError, KeyError, TypeError) as error:
                log.get("live").error("note not understood", channel=channel, error=repr(error))
            self._stop.wait(1)

    def _lost(self, channel: str, error: Exception) -> None:
        if channel in self._away or self._stop.is_set():
            return
        log.get("live").warning("not listening", channel=channel, error=str(error).splitlines()[0])
        self._away.add(channel)
        for look in LOOKS:
            self._hand(look, self._message(self.frames.bare()))

    def _back(self, channel: str) -> None:
        if channel not in self._away:
            return
        self._away.discard(channel)
        log.get("live").info("listening again", channel=channel)
        if not self._away and (loop := self._loop):
            self.frames.advance(Change())
            loop.call_soon_threadsafe(self._refill)

    def note(self, change: Change) -> None:
        with self._lock:
            self._pending.codes |= change.codes
            self._pending.streams |= change.streams
        self._woken.set()

    def _beat(self) -> None:
        """Send what changed, then rest: coalesces bursts into one frame, and leaves the machine as long as it took."""
        while not self._stop.is_set():
            self._woken.wait()
            self._woken.clear()
            with self._lock:
                change, self._pending = self._pending, Change()
            if change:
                self._publish(change)
            self._stop.wait(max(PAUSE_S, self.frames.last_s))

    def _publish(self, change: Change) -> None:
        self.frames.advance(change)
        for look in set(self._screens.values()):
            try:
                text = self._message(self.frames.changed(look, change))
            except DatabaseFault as error:
                log.get("live").warning("frame not rendered", error=str(error).splitlines()[0])
                self.note(change)  # again at the next beat
                return
            self._hand(look, text)

    def _hand(self, look: Look, text: bytes) -> None:
        """From a thread to the event loop, which owns the queues."""
        if loop := self._loop:
            loop.call_soon_threadsafe(self._send, look, text)

    def _send(self, look: Look, text: bytes) -> None:
        for queue, wants in self._screens.items():
            if wants == look:
                _put(queue, text)

    def _refill(self) -> None:
        for queue in self._screens:
            _put(queue, None)

    def _message(self, frame: dict[str, Any]) -> bytes:
        """`away` says that the database does not answer: the line is fine and the numbers are old."""
        return b"id: %d\ndata: %s\n\n" % (next(self._ids), dumps(frame | {"away": bool(self._away)}))

    async def whole(self, look: Look) -> dict[str, Any] | None:
        """None while the database is away: a screen keeps what it shows."""
        if self._away:
            return None
        try:
            return await asyncio.to_thread(self.frames.whole, look)
        except DatabaseFault:
            return None

    async def follow(self, look: Look) -> AsyncIterator[bytes]:
        queue: Queue = asyncio.Queue(QUEUE)
        self._screens[queue] = look
        try:
            yield b"retry: 2000\n\n"
            yield await self._whole_message(look)
            while not self._stop.is_set():
                try:
                    text = await asyncio.wait_for(queue.get(), KEEP_ALIVE_S)
                except TimeoutError:
                    text = self._message(self.frames.bare())
                yield text if text is not None else await self._whole_message(look)
        finally:
            self._screens.pop(queue, None)

    async def _whole_message(self, look: Look) -> bytes:
        frame = await self.whole(look)
        return self._message(frame or self.frames.bare())


def _put(queue: Queue, text: bytes | None) -> None:
    """None asks for a whole frame, and so does a queue that runs over."""
    if text is None or queue.full():
        while not queue.empty():
            queue.get_nowait()
        text = None
    queue.put_nowait(text)


def look_of(request: Request) -> Look:
    query = request.query_params
    look = (query.get("lang", "zh"), query.get("theme", "dark"))
    return look if look in LOOKS else LOOKS[0]


def router(hub: Hub) -> APIRouter:
    routes = APIRouter()
    headers = {"cache-control": "no-cache", "x-accel-buffering": "no"}

    @routes.get("/events")
    async def events(request: Request) -> StreamingResponse:
        return StreamingResponse(hub.follow(look_of(request)), media_type="text/event-stream", headers=headers)

    @routes.get("/frame")
    async def frame(request: Request) -> Response:
        """The same as one whole frame, for screens whose stream is cut off."""
        made = await hub.whole(look_of(request))
        if made is None:
            return Response("database: no answer", 503, media_type="text/plain", headers={"retry-after": "5"})
        return Response(dumps(made), media_type="application/json", headers={"cache-control": "no-store"})

    return routes
