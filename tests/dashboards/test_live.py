"""The live stream: notes of the database in, frames out."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

import orjson
import pytest

from core import city as packs
from core.migrate import migrate, register
from core.store import Store
from dashboards import live
from dashboards.context import Context, install
from dashboards.live import Change, Hub
from indicators.catalogue import catalogue

CITY = packs.load("zhengzhou")
pytestmark = pytest.mark.db
ZH = ("zh", "dark")


@pytest.fixture(scope="module")
def store(postgres_url: str) -> Iterator[Store]:
    migrate(postgres_url)
    with Store(postgres_url, size=4) as opened:
        register(opened, CITY)
        install(Context(CITY, opened, catalogue(CITY)))
        yield opened


def read(message: bytes) -> dict[str, Any]:
    lines = message.decode().splitlines()
    found: dict[str, Any] = orjson.loads(next(line for line in lines if line.startswith("data: "))[6:])
    return found


async def first(frames: AsyncIterator[bytes]) -> dict[str, Any]:
    assert (await anext(frames)).startswith(b"retry:")
    return read(await asyncio.wait_for(anext(frames), 20))


def with_screen(store: Store, then: Any) -> Any:
    async def run() -> Any:
        hub = Hub(store)
        hub.start(asyncio.get_running_loop())
        frames = hub.follow(ZH)
        try:
            return await then(hub, frames)
        finally:
            await frames.aclose()
            hub.stop()

    return asyncio.run(run())


def test_a_screen_first_gets_everything(store: Store) -> None:
    async def then(hub: Hub, frames: Any) -> None:
        assert "sh-health" in (await first(frames))["props"]
        assert hub.screens == 1

    with_screen(store, then)


def test_what_changed_reaches_the_screen_and_names_itself(store: Store) -> None:
    async def then(hub: Hub, frames: Any) -> None:
        await first(frames)
        with store.session() as session:
            session.run("""SELECT pg_notify('ingest', '{"stream": "video.event", "rows": 1}')""")
        frame = read(await asyncio.wait_for(anext(frames), 10))
        assert frame["changed"]["streams"] == ["video.event"]
        assert frame["layers"]["video_events"] > 0

    with_screen(store, then)


def test_a_burst_becomes_few_frames(store: Store) -> None:
    async def then(hub: Hub, frames: Any) -> None:
        await first(frames)
        for n in range(200):
            hub.note(Change(streams={"iot.reading"}, codes={f"x.{n}"}))
        seen: set[str] = set()
        count = 0
        while len(seen) < 200:
            frame = read(await asyncio.wait_for(anext(frames), 10))
            seen |= set(frame["changed"]["codes"])
            count += 1
        assert count <= 5

    with_screen(store, then)


def test_a_slow_screen_gets_a_whole_frame_instead_of_a_queue(store: Store) -> None:
    async def then(hub: Hub, frames: Any) -> None:
        await first(frames)
        for n in range(live.QUEUE + 3):
            hub._send(ZH, b"id: 1\ndata: {}\n\n")
        assert hub.screens == 1
        messages = [await asyncio.wait_for(anext(frames), 20) for _ in range(2)]
        assert any("sh-health" in m.decode() for m in messages)

    with_screen(store, then)


def test_a_screen_that_leaves_is_forgotten(store: Store) -> None:
    async def then(hub: Hub, frames: Any) -> None:
        await first(frames)
        await frames.aclose()
        assert hub.screens == 0

    with_screen(store, then)
