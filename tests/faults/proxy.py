"""A loopback proxy that stands in for a bad network: slow, silent, cutting, or losing the answer to a commit."""

from __future__ import annotations

import asyncio
import threading
from types import TracebackType
from typing import Self

# CommandComplete of PostgreSQL: type, length, text.
COMMITTED = b"C\x00\x00\x00\x0bCOMMIT\x00"


class Proxy:
    """Listens on a port of its own; what it does to the bytes can be changed at any time."""

    def __init__(self, target: int) -> None:
        self._target = target
        self.port = 0
        self.latency_s = 0.0
        self.lose_answers_n = 0
        self._loop = asyncio.new_event_loop()
        self._open: asyncio.Event | None = None
        self._links: set[asyncio.StreamWriter] = set()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait(10)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.heal()
        self._loop.call_soon_threadsafe(self._stopped.set)
        self._thread.join(10)

    def swallow(self) -> None:
        """A black hole: connections stay open, and not a byte comes through."""
        assert self._open is not None
        self._loop.call_soon_threadsafe(self._open.clear)

    def heal(self) -> None:
        assert self._open is not None
        self._loop.call_soon_threadsafe(self._open.set)

    def reset(self) -> None:
        """Cut every connection at once (RST)."""
        self._loop.call_soon_threadsafe(self._cut)

    @property
    def links_n(self) -> int:
        return len(self._links)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        self._open, self._stopped = asyncio.Event(), asyncio.Event()
        self._open.set()
        server = await asyncio.start_server(self._link, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stopped.wait()
        server.close()
        self._cut()
        while self._links:
            await asyncio.sleep(0.01)

    def _cut(self) -> None:
        for link in self._links:
            link.transport.abort()

    async def _link(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._links.add(writer)
        try:
            there, back = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            writer.transport.abort()
            self._links.discard(writer)
            return
        ways = [
            asyncio.ensure_future(self._pump(reader, back)),
            asyncio.ensure_future(self._pump(there, writer, answers=True)),
        ]
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)
        writer.transport.abort()
        back.transport.abort()
        self._links.discard(writer)

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, answers: bool = False) -> None:
        assert self._open is not None
        try:
            while data := await reader.read(65536):
                await asyncio.sleep(self.latency_s)
                await self._open.wait()
                if answers and self.lose_answers_n and COMMITTED in data:
                    self.lose_answers_n -= 1
                    return
                writer.write(data)
                await writer.drain()
        except OSError:
            return
