"""`DEMO=live`: the present as it comes, and in the pauses the week before it."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Iterator

from core import log
from core.city import City
from core.settings import Settings
from demo.live import backfill
from demo.live.origin import Told, told
from demo.live.readings import Sendable
from demo.live.story import Story
from demo.live.world import World
from demo.messages import READING
from demo.producer import Producer

TICK_S = 1.0
CATCH_UP_S = 6 * 3600  # a longer absence stays a hole, as it would be
AT_ONCE = 10_000  # the client's buffer has no bound of its own


def run(given: Settings, city: City, stop: threading.Event) -> None:
    with Producer(given) as producer:
        found = told(given) or opened(producer)
        world = World(city, found.first)
        since = max(found.newest, int(time.time()) - CATCH_UP_S)
        story = Story(world, since)
        past = story.before() if found.records < backfill.count(story.series) else iter(())
        log.get("demo").info("live", city=city.key, origin=world.local(world.origin).isoformat(), records=found.records)
        follow(producer, story, past, since, stop)


def opened(producer: Producer) -> Told:
    """The first record of an empty topic: its time is the origin of the story. It is nobody's reading, so it is a dead letter."""
    sent = producer.put(READING, "demo", b'{"schema":0,"note":"the demonstration begins"}').get(timeout=30)
    at = int(sent.timestamp) // 1000
    return Told(1, at, at)


def follow(producer: Producer, story: Story, past: Iterator[Sendable], since: int, stop: threading.Event) -> None:
    """Each second what has arrived since, then as much of the past as fits before the next."""
    began, open_past = time.monotonic(), True
    while not stop.is_set():
        next_at, now = time.monotonic() + TICK_S, int(time.time())
        for topic, key, body in story.between(since, now):
            producer.put(topic, key, body)
        since = now
        if open_past and not push(producer, past, next_at, stop):
            open_past = False
            log.get("demo").info("back-fill sent", records=producer.sent, seconds=round(time.monotonic() - began, 1))
        producer.check()
        stop.wait(max(0.0, next_at - time.monotonic()))


def push(producer: Producer, past: Iterator[Sendable], until: float, stop: threading.Event) -> bool:
    """Send from the past until the moment `until`; False when nothing of it is left."""
    while time.monotonic() < until and not stop.is_set():
        part = list(itertools.islice(past, AT_ONCE))
        for topic, key, body in part:
            producer.put(topic, key, body)
        producer.flush()
        if not part:
            return False
    return True
