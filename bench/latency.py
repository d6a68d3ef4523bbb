"""From an event sent to Kafka until it is seen: 200 events a second, 20 screens of which one is a real page in Chromium.

Every 1.5 s one of the events is an incident. The ribbon of the one map counts the alarms of 24 hours, so the moment its number
grows is the moment at which the incident is visible: on the page when the number stands in the document (a MutationObserver) and
when the next frame is painted, which needs a processor where there is no graphics card; on the other screens when the frame with the new number has arrived.
"""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import numpy as np
from playwright.sync_api import Page, sync_playwright

from bench.figures import histogram, tail
from bench.load import CHROMIUM, FLAGS
from bench.stack import Stack, stack
from core import city
from demo.live import series as sources
from demo.live.readings import made
from demo.live.series import Due
from demo.live.world import World
from demo.messages import step
from demo.producer import Producer

EVENTS_S = 200
SCREENS = 20
MARKERS = 40
EVERY_S = 1.5
BATCH_S = 0.05
COUNT = re.compile(r"24 小时告警 (\d+)")
WATCH = """() => { window.seen = []; window.painted = []; window.frames_n = 0; let last = -1;
addEventListener('citybrain:frame', () => { window.frames_n += 1 });
const painted = n => requestAnimationFrame(() => setTimeout(() => window.painted.push([n, Date.now()])));
const look = () => { const n = /24 小时告警 (\\d+)/.exec(document.getElementById('om-ribbon').textContent);
  if (n && +n[1] !== last) { last = +n[1]; window.seen.push([last, Date.now()]); painted(last) } };
new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true }); look(); }"""


@dataclass
class Screen:
    """One follower of the stream: when each count first arrived, in seconds since 1970."""

    seen: dict[int, float] = field(default_factory=dict)

    def read(self, text: str, at: float) -> None:
        for found in COUNT.findall(text):
            self.seen.setdefault(int(found), at)


def measure() -> dict[str, Any]:
    with stack() as running, running.product(), sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page(viewport={"width": 1920, "height": 1080})
        page.goto(running.address, wait_until="load")
        page.wait_for_selector("#om-ribbon .state-now", timeout=30_000)
        page.evaluate(WATCH)
        found = followed(running, page)
        browser.close()
    return found


def followed(running: Stack, page: Page) -> dict[str, Any]:
    stop, screens = threading.Event(), [Screen() for _ in range(SCREENS - 1)]
    threads = [
        threading.Thread(target=follow, args=(running.settings.port, screen, stop), daemon=True) for screen in screens
    ]
    for thread in threads:
        thread.start()
    sent_at = send(running)
    page.wait_for_timeout(5000)
    stop.set()
    in_document, painted, frames = (page.evaluate(f"window.{name}") for name in ("seen", "painted", "frames_n"))
    waits = [w for screen in screens for w in latencies(sent_at, screen.seen)]
    return {
        "events_per_s": EVENTS_S,
        "screens": SCREENS,
        "incidents_sent": len(sent_at),
        "page_frames": frames,
        "page_document_ms": tail(of_page(sent_at, in_document), 0),
        "page_painted_ms": tail(of_page(sent_at, painted), 0),
        "other_screens_ms": tail([1000 * w for w in waits], 0),
        "other_screens_histogram": histogram([1000 * w for w in waits]),
        "goal_p95_ms": 1000,
    }


def latencies(sent_at: list[float], seen: dict[int, float]) -> list[float]:
    """The n-th incident is visible as soon as a count of at least n is."""
    known = sorted(seen.items())
    found = [next((at for count, at in known if count >= n), None) for n in range(1, len(sent_at) + 1)]
    return [at - sent for at, sent in zip(found, sent_at, strict=True) if at is not None]


def of_page(sent_at: list[float], seen: list[list[float]]) -> list[float]:
    """Milliseconds of the page in Chromium, whose clock is this machine's."""
    return [1000 * w for w in latencies(sent_at, {int(n): ms / 1000 for n, ms in seen})]


def send(running: Stack) -> list[float]:
    """200 events a second of the pack's own devices; answers when each incident was sent."""
    sent_at: list[float] = []
    with Producer(running.settings) as producer:
        events = readings(running)
        began = time.monotonic()
        for batch in range(int((MARKERS * EVERY_S + 3) / BATCH_S)):
            for _ in range(int(EVENTS_S * BATCH_S)):
                producer.put(*next(events))
            if len(sent_at) < MARKERS and batch * BATCH_S >= 3 + len(sent_at) * EVERY_S:
                sent_at.append(incident(producer, len(sent_at)))
            time.sleep(max(0.0, began + (batch + 1) * BATCH_S - time.monotonic()))
    return sent_at


def incident(producer: Producer, number: int) -> float:
    at, now = datetime.now(UTC), time.time()
    ticket = f"bench-{number}-{now:.0f}"
    producer.send(step(ticket, at, "reported", category="incident.fire", channel="emergency"))
    producer.send(step(ticket, at, "accepted"))
    return now


def readings(running: Stack) -> Iterator[tuple[str, str, bytes]]:
    """New readings without end, taken now: the devices of the pack in turn."""
    series = sources.build(World(city.load(running.settings.city), int(time.time())))
    turn = np.arange(EVENTS_S)
    while True:
        turn = (turn + EVENTS_S) % len(series.keys)
        yield from made(series, Due(turn, np.full(EVENTS_S, int(time.time()))))


def follow(port: int, screen: Screen, stop: threading.Event) -> None:
    """A bare client of /events: nineteen of these cost less than one browser."""
    with socket.create_connection(("127.0.0.1", port), 10) as connection:
        connection.sendall(
            b"GET /events?lang=zh&theme=dark HTTP/1.1\r\nHost: bench\r\nAccept: text/event-stream\r\n\r\n"
        )
        connection.settimeout(1)
        kept = b""
        while not stop.is_set():
            try:
                kept += connection.recv(1 << 20)
            except TimeoutError:
                continue
            *whole, kept = kept.split(b"\n\n")
            for message in whole:
                screen.read(message.decode("utf-8", "replace"), time.time())
