"""The live stream: notes of the database in, frames out."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from typing import Any

import orjson
import pytest

from core import city as packs
from core.migrate import migrate, register
from core.store import Store
from dashboards.context import Context, install
from dashboards.live import hub as live
from dashboards.live.frames import Frames, Screen
from dashboards.live.hub import Hub
from dashboards.live.notes import Change
from dashboards.live.slots import EVERY_PAGE, Slot
from indicators.catalogue import catalogue

CITY = packs.load("zhengzhou")
pytestmark = pytest.mark.db
ZH = Screen(("zh", "dark"))


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
    """The first frame with parts; bare ones come before it, so that no screen waits without a word."""
    assert (await anext(frames)).startswith(b"retry:")
    assert read(await asyncio.wait_for(anext(frames), 1))["props"] == {}
    while not (frame := read(await asyncio.wait_for(anext(frames), 20)))["props"]:
        pass
    return frame


def alone(**slots: Any) -> list[tuple[str, Slot]]:
    return [(EVERY_PAGE, Slot(name, render, streams=("*",))) for name, render in slots.items()]


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
            hub._send({ZH: b"id: 1\ndata: {}\n\n"})
        assert hub.screens == 1
        messages = [await asyncio.wait_for(anext(frames), 20) for _ in range(3)]
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

    frames = Frames(alone(a=broken, b=lambda context: {"children": "7"}))
    assert frames.whole(ZH)["props"] == {"b": {"children": "7"}}


def test_screens_that_come_together_share_one_rendering_until_something_changes(store: Store) -> None:
    rendered: list[int] = []
    frames = Frames(alone(a=lambda context: {"children": rendered.append(1)}))
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
        hub._notes.lost("value", OSError("gone"))
        told = read(await asyncio.wait_for(anext(frames), 10))
        assert (told["away"], told["props"]) == (True, {})
        while not (back := read(await asyncio.wait_for(anext(frames), 10)))["props"]:
            pass
        assert back["away"] is False and "sh-health" in back["props"]

    with_screen(store, then)


def test_a_slow_part_does_not_keep_the_news_from_a_screen(store: Store) -> None:
    """The database goes away while the first whole frame is rendered: said at once, and the frame is given up."""
    goes_on, begun, rendered = threading.Event(), threading.Event(), []

    def slow(context: Context) -> dict[str, Any]:
        rendered.append(1)
        begun.set()
        assert goes_on.wait(30)
        return {"children": "could not be read"}

    async def then(hub: Hub, frames: Any) -> None:
        hub.frames = Frames(alone(a=slow, b=slow), gone=lambda: hub.away)
        assert (await anext(frames)).startswith(b"retry:")
        assert read(await asyncio.wait_for(anext(frames), 1))["away"] is False
        pending = asyncio.ensure_future(anext(frames))
        await asyncio.to_thread(begun.wait, 10)
        hub._notes.lost("of the test", OSError("gone"))  # no listener is there to find it again within the test
        assert read(await asyncio.wait_for(pending, live.SOON_S + 1))["away"] is True
        goes_on.set()
        told = read(await asyncio.wait_for(anext(frames), live.SOON_S + 1))
        assert (told["away"], told["props"], len(rendered)) == (True, {}, 1)

    with_screen(store, then)


def test_only_what_a_connected_page_shows_is_rendered(store: Store) -> None:
    rendered: list[str] = []

    def part(name: str) -> Slot:
        return Slot(name, lambda context: {"children": rendered.append(name)}, streams=("*",))

    frames = Frames([(EVERY_PAGE, part("head")), ("/", part("map")), ("/cockpit", part("cockpit"))])
    wall, both = Screen(ZH.look, frozenset({"/"})), Screen(ZH.look, frozenset({"/", "/cockpit"}))
    assert set(frames.whole(wall)["props"]) == {"head", "map"}
    assert sorted(rendered) == ["head", "map"]
    assert set(frames.whole(both)["props"]) == {"head", "map", "cockpit"}
    assert sorted(rendered) == ["cockpit", "head", "map"]
    rendered.clear()
    made = frames.changed([wall, both], Change(streams={"iot.reading"}))
    assert (set(made[wall]["props"]), set(made[both]["props"])) == ({"head", "map"}, {"head", "map", "cockpit"})
    assert sorted(rendered) == ["cockpit", "head", "map"]
