"""The live stream: notes of the database in, frames out."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

import orjson
import pytest

from core import city as packs
from core.migrate import migrate, register
from core.store import Store
from dashboards.context import Context, install
from dashboards.live import hub as live
from dashboards.live.frames import Change, Frames
from dashboards.live.hub import Hub
from dashboards.live.slots import Slot
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
        for _ in range(live.QUEUE + 3):
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


def test_a_broken_part_does_not_silence_the_others(store: Store) -> None:
    def broken(context: Context) -> dict[str, Any]:
        raise KeyError("no such row")

    frames = Frames((Slot("a", broken, streams=("*",)), Slot("b", lambda context: {"children": "7"}, streams=("*",))))
    assert frames.whole(ZH)["props"] == {"b": {"children": "7"}}


def test_screens_that_come_together_share_one_rendering_until_something_changes(store: Store) -> None:
    rendered: list[int] = []
    frames = Frames((Slot("a", lambda context: {"children": rendered.append(1)}, streams=("*",)),))
    for _ in range(20):
        frames.whole(ZH)
    assert len(rendered) == 1
    frames.advance(Change(streams={"iot.reading"}))
    frames.whole(ZH)
    assert len(rendered) == 2


def test_a_note_that_is_not_understood_does_not_end_the_listening(store: Store) -> None:
    async def then(hub: Hub, frames: Any) -> None:
        await first(frames)
        with store.session() as session:
            session.run("SELECT pg_notify('ingest', 'nonsense')")
        await asyncio.sleep(2.5)  # it listens again after a second
        with store.session() as session:
            session.run("""SELECT pg_notify('ingest', '{"stream": "video.event", "rows": 1}')""")
        assert read(await asyncio.wait_for(anext(frames), 10))["changed"]["streams"] == ["video.event"]

    with_screen(store, then)


def test_a_screen_is_told_that_the_database_is_away_and_gets_everything_when_it_is_back(store: Store) -> None:
    async def then(hub: Hub, frames: Any) -> None:
        await first(frames)
        hub._lost("value", OSError("gone"))
        told = read(await asyncio.wait_for(anext(frames), 10))
        assert (told["away"], told["props"]) == (True, {})
        back = read(await asyncio.wait_for(anext(frames), 10))
        assert back["away"] is False and "sh-health" in back["props"]

    with_screen(store, then)
