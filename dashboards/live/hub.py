"""One stream of frames for all screens; a screen that misses some gets a whole one instead of a growing queue."""

from __future__ import annotations

import asyncio
import itertools
import threading
from collections.abc import AsyncIterator
from typing import Any

from core import log
from core.store import DatabaseFault, Store
from dashboards.live.frames import LOOKS, Frame, Frames, Screen, dumps
from dashboards.live.notes import Change, Notes

PAUSE_S = 0.4  # bursts become one frame; well under a second from commit to screen
KEEP_ALIVE_S = 15
SOON_S = 2  # how long a screen may be left without a word while its whole frame is made, or is owed
QUEUE = 8
Queue = asyncio.Queue[bytes | None]
NOTHING = b""


class Hub:
    """Hears the database in threads and fans frames out to the screens of the event loop."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._notes = Notes(store, self.note, self._turned)
        self._screens: dict[Queue, Screen] = {}
        self._lock = threading.Lock()
        self._pending = Change()
        self._woken = threading.Event()
        self._stop = threading.Event()
        self._ids = itertools.count(1)
        self._loop: asyncio.AbstractEventLoop | None = None
        self.frames = Frames(())

    @property
    def screens(self) -> int:
        return len(self._screens)

    @property
    def away(self) -> bool:
        """The database does not answer, as the listeners or the last attempt to read have found."""
        return self._notes.away or self._store.away

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop, self.frames = loop, Frames(gone=lambda: self.away)
        self._notes.start()
        threading.Thread(target=self._beat, daemon=True, name="beat").start()

    def stop(self) -> None:
        self._stop.set()
        self._notes.stop()
        self._loop = None
        self._woken.set()

    def note(self, change: Change) -> None:
        with self._lock:
            self._pending.add(change)
        self._woken.set()

    def _turned(self, away: bool) -> None:
        """Away: said at once. Back: notes were missed meanwhile, so every screen gets a whole frame."""
        if away:
            self._hand({screen: self._message(self.frames.bare()) for screen in set(self._screens.values())})
        elif loop := self._loop:
            self.frames.advance(Change())
            loop.call_soon_threadsafe(self._refill)

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
        screens = set(self._screens.values())
        for look in LOOKS:
            of_look = [screen for screen in screens if screen.look == look]
            try:
                made = self.frames.changed(of_look, change) if of_look else {}
            except DatabaseFault as error:
                log.get("live").warning("frame not rendered", error=str(error).splitlines()[0])
                self.note(change)  # again at the next beat
                return
            self._hand({screen: self._message(frame) for screen, frame in made.items()})

    def _hand(self, texts: dict[Screen, bytes]) -> None:
        """From a thread to the event loop, which owns the queues."""
        if loop := self._loop:
            loop.call_soon_threadsafe(self._send, texts)

    def _send(self, texts: dict[Screen, bytes]) -> None:
        for queue, screen in self._screens.items():
            if text := texts.get(screen):
                _put(queue, text)

    def _refill(self) -> None:
        for queue in self._screens:
            _put(queue, None)

    def _message(self, frame: dict[str, Any]) -> bytes:
        """`away` says that the database does not answer: the line is fine and the numbers are old."""
        return b"id: %d\ndata: %s\n\n" % (next(self._ids), dumps(frame | {"away": self.away}))

    async def whole(self, screen: Screen) -> Frame | None:
        """None while the database is away: a screen keeps what it shows."""
        if self._notes.away:
            return None
        try:
            return await asyncio.to_thread(self.frames.whole, screen)
        except DatabaseFault:
            return None

    async def follow(self, screen: Screen) -> AsyncIterator[bytes]:
        queue: Queue = asyncio.Queue(QUEUE)
        self._screens[queue] = screen
        try:
            yield b"retry: 2000\n\n"
            owed = True
            while not self._stop.is_set():
                if owed:
                    made = asyncio.ensure_future(self.whole(screen))
                    while (
                        not made.done()
                    ):  # a slow part must not keep the news from the screen that the database is away
                        yield self._message(self.frames.bare())
                        await asyncio.wait({made}, timeout=SOON_S)
                    owed = (frame := made.result()) is None
                    yield self._message(frame or self.frames.bare())
                text = await _next(queue, SOON_S if owed else KEEP_ALIVE_S)
                owed = owed or text is None
                if text is not None and not (owed and text is NOTHING):
                    yield text or self._message(self.frames.bare())
        finally:
            self._screens.pop(queue, None)


async def _next(queue: Queue, within_s: float) -> bytes | None:
    try:
        return await asyncio.wait_for(queue.get(), within_s)
    except TimeoutError:
        return NOTHING


def _put(queue: Queue, text: bytes | None) -> None:
    """None asks for a whole frame, and so does a queue that runs over."""
    if text is None or queue.full():
        while not queue.empty():
            queue.get_nowait()
        text = None
    queue.put_nowait(text)
