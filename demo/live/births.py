"""The cases that begin in a minute: about 600 a day over the hotline and the grid, alarms of devices, events of cameras, incidents."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from random import Random
from typing import Any

import numpy as np

from core.city import Category
from demo.live import alarms, merchants, places, video
from demo.live.case import Case
from demo.live.dice import bump, dice, poisson
from demo.live.world import World
from demo.messages import event_id

PER_MINUTE = {"hotline": 420 / 1440, "urban": 85 / 1440, "incident": 5 / 1440}
DAILY_MEAN = 0.736  # of the daily shape
STORM_PER_MINUTE = 1.5
FROM_VIDEO = 0.035
KIND_WEIGHT = {
    "ZX": 2.4,
    "QZ": 1.6,
    "TS": 0.8,
    "JB": 0.7,
    "JY": 0.5,
    "BY": 0.6,
    "BJ": 1.0,
    "SJ": 1.4,
    "CP": 0.4,
    "DB": 0.3,
}
STORM_CATEGORIES = ("QZ-road_flood", "QZ-road_flood", "SJ-ponding", "QZ-power_outage")
CHANNELS = {
    "hotline": (("phone", "app", "wechat", "web", "mailbox"), (62, 18, 12, 6, 2)),
    "urban": (("collector", "grid"), (70, 30)),
}
VIDEO_CATEGORY = {"street_vendor": "SJ-street_vendor", "shop_overflow": "SJ-shop_overflow", "garbage_exposed": "SJ-garbage_exposed",
                  "illegal_parking": "SJ-illegal_parking", "bike_pile": "SJ-bike_pile", "illegal_banner": "SJ-illegal_banner",
                  "open_burning": "SJ-open_burning", "muck_truck": "SJ-muck_spill", "ponding": "SJ-ponding"}  # fmt: skip
CHRONIC = 260  # callers who call again about the same matter


def of_minute(world: World, minute: int) -> list[Case]:
    rng = dice(world, "cases", minute)
    return [*_usual(world, rng, minute), *_storm(world, rng, minute), *_video(world, minute), *_alarms(world, minute)]


def _usual(world: World, rng: Random, minute: int) -> Iterator[Case]:
    hour, weekday = (float(f(np.array([minute * 60]))[0]) for f in (world.hour, world.weekday))
    daily = (0.3 + 1.35 * bump(hour, 10, 2) + 1.15 * bump(hour, 16, 2) + 0.45 * bump(hour, 20, 2)) / DAILY_MEAN
    weekly = {0: 1.15, 6: 0.75}.get(int(weekday), 1.0)
    for nature, mean in PER_MINUTE.items():
        for number in range(poisson(rng, mean * weekly * (daily if nature != "incident" else 1.0))):
            category = _category(world, rng, nature, minute)
            if category:
                yield _case(world, rng, minute, f"{nature[0]}{number}", category, nature)


def _storm(world: World, rng: Random, minute: int) -> Iterator[Case]:
    depths = places.water(world, minute)
    known = [world.city.categories[c] for c in STORM_CATEGORIES if c in world.city.categories]
    if not depths or not known:
        return
    for number in range(poisson(rng, STORM_PER_MINUTE * max(depths))):
        where = places.wettest(world, rng, minute, range(len(world.sources)))
        yield _case(world, rng, minute, f"s{number}", rng.choice(known), "hotline", where)


def _video(world: World, minute: int) -> Iterator[Case]:
    """A few of the events become cases, with the event as their origin and the camera's position."""
    for seen in video.of_minute(world, minute):
        rng = dice(world, "case", seen.id)
        category = world.city.categories.get(VIDEO_CATEGORY.get(seen.type, "video.check"))
        if category and rng.random() < FROM_VIDEO:
            yield _case(world, rng, minute, f"v{seen.id[:6]}", category, "urban", seen.who, "video", seen.id)


def _alarms(world: World, minute: int) -> Iterator[Case]:
    for alarm in alarms.starting(world, minute * 60, minute * 60 + 60):
        category = world.city.categories.get(alarms.CATEGORY[alarm.metric])
        if category:
            origin = event_id(world.sources[alarm.who].source_id, alarm.metric)[:20] + f"-{alarm.starts}"
            rng = dice(world, "alarm", origin)
            yield _case(world, rng, minute, f"a{alarm.who}", category, "alarm", alarm.who, "sensor", origin)


def _case(
    world: World, rng: Random, minute: int, number: str, category: Category, nature: str,
    where: int | None = None, channel: str = "", origin: str | None = None,
) -> Case:  # fmt: skip
    at = minute * 60 + rng.randrange(60)
    chronic = rng.randrange(CHRONIC) if nature == "hotline" and where is None and rng.random() < 0.16 else None
    first = _chronic(world, chronic) if chronic is not None else _stranger(world, rng, where)
    if chronic is not None:
        category = _category(world, dice(world, "chronic", chronic), "hotline", 0) or category
    first |= {
        "channel": channel or _channel(rng, nature),
        "content": f"{category.name.zh}，请尽快处理",
        "origin_event_id": origin,
    }
    if nature == "incident":
        first["event_grade"] = rng.choices(["IV", "III"], [9, 1])[0]
    ticket = f"{world.local(at):%Y%m%d-%H%M}-{number}"
    return Case(ticket, at, category, nature, first | merchants.named(world, category, ticket))


def _channel(rng: Random, nature: str) -> str:
    names, weights = CHANNELS.get(nature, (("emergency",), (1,)))
    return rng.choices(names, weights)[0]


def _stranger(world: World, rng: Random, where: int | None) -> dict[str, Any]:
    if where is not None:
        source = world.sources[where]
        return {"lon": source.lon, "lat": source.lat}
    return {"caller": f"{rng.randrange(10**8):08d}"} | places.position(world, rng, rng.randrange(len(world.sources)))


def _chronic(world: World, number: int) -> dict[str, Any]:
    """The same caller at the same place."""
    rng = dice(world, "chronic place", number)
    return {"caller": f"9{number:07d}"} | places.position(world, rng, rng.randrange(len(world.sources)))


def _category(world: World, rng: Random, nature: str, minute: int) -> Category | None:
    codes, weights = _choices(world, nature)
    if not codes:
        return None
    return world.city.categories[rng.choices(codes, weights)[0]]


@cache
def _choices(world: World, nature: str) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """Categories of a nature with their weights: by kind, and each with a popularity of its own."""
    tag = "service" if nature == "service" else nature
    found = [
        c for c in world.city.file.categories if tag in c.tags and not c.code.startswith(("video.", "QZ-road_flood"))
    ]
    weights = [
        KIND_WEIGHT.get(c.code.split("-", 1)[0], 1.0) * dice(world, c.code).lognormvariate(0, 0.4) for c in found
    ]
    return tuple(c.code for c in found), tuple(weights)
