"""Video events: about 2,000 a day, each type at its hours and at cameras of its purpose; more of some in a storm."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

import numpy as np

from demo.live import places
from demo.live.dice import bump, dice, poisson
from demo.live.profiles.camera import dark
from demo.live.world import World
from demo.messages import VIDEO, Message, event_id, message

PER_MINUTE = 2000 / 1440
STORM_PER_MINUTE = 4.0
CAMERAS = 1200  # the rates are for as many
# Type: weight, hour and width of its peak, seconds it lasts.
TYPES: dict[str, tuple[float, float, float, int]] = {
    "illegal_parking": (26, 18, 5, 900),
    "street_vendor": (14, 20, 3, 1800),
    "garbage_exposed": (9, 8, 4, 0),
    "shop_overflow": (8, 11, 5, 0),
    "bike_pile": (8, 9, 3, 0),
    "bin_overflow": (5, 20, 6, 0),
    "truck_pass": (8, 23, 4, 0),
    "muck_truck": (4, 23, 3, 0),
    "crowd_gathering": (3, 19, 3, 600),
    "illegal_banner": (3, 10, 5, 0),
    "bare_soil": (2, 13, 4, 0),
    "accident": (2, 18, 4, 1200),
    "float_debris": (2, 12, 5, 0),
    "site_unsafe": (2, 14, 4, 0),
    "school_gate_crowd": (2, 7.5, 0.7, 900),
    "road_debris": (1.5, 15, 6, 0),
    "open_burning": (1, 18, 3, 600),
    "smoke_fire": (0.6, 17, 5, 600),
    "black_smoke": (0.6, 22, 4, 300),
    "camera_occluded": (0.6, 12, 9, 0),
    "cover_missing": (0.3, 12, 9, 0),
}
STORM_TYPES = ("ponding", "road_ponding", "accident", "road_blocked")
UNKNOWN = 0.001  # share of a type that no pack knows


@dataclass(frozen=True, slots=True)
class Seen:
    """One event before it is a record."""

    id: str
    at: int
    who: int
    type: str
    storm: bool
    sent_after_s: int
    confidence: float
    lasts_s: int


@cache
def of_minute(world: World, minute: int) -> tuple[Seen, ...]:
    cameras = _cameras(world)
    if not cameras:
        return ()
    rng, size = dice(world, "video", minute), len(cameras) / CAMERAS
    hour = float(world.hour(np.array([minute * 60]))[0])
    usual = poisson(rng, PER_MINUTE * size * (0.45 + 0.9 * bump(hour, 15, 6)))
    found = [_usual(world, rng, minute, hour, i) for i in range(usual)]
    return tuple(s for s in found + _in_storm(world, rng, minute, size) if not _dark(world, s))


def _usual(world: World, rng: Random, minute: int, hour: float, number: int) -> Seen:
    known = [t for t in TYPES if t in world.city.event_types]
    weights = [TYPES[t][0] * (0.15 + bump(hour, TYPES[t][1], TYPES[t][2])) for t in known]
    kind = "unregistered_type" if rng.random() < UNKNOWN or not known else rng.choices(known, weights)[0]
    return _seen(rng, minute, number, rng.choice(_cameras(world)), kind, False)


def _in_storm(world: World, rng: Random, minute: int, size: float) -> list[Seen]:
    depths, cameras = places.water(world, minute), _cameras(world)
    if not depths:
        return []
    n = poisson(rng, min(STORM_PER_MINUTE * size * max(depths[i] for i in cameras), 9))
    types = [t for t in STORM_TYPES if t in world.city.event_types]
    return [
        _seen(rng, minute, 100 + i, places.wettest(world, rng, minute, cameras), rng.choice(types), True)
        for i in range(n)
    ]


def _seen(rng: Random, minute: int, number: int, who: int, kind: str, storm: bool) -> Seen:
    late = rng.randint(60, 1200) if rng.random() < 0.02 else rng.randint(1, 4)
    at = minute * 60 + rng.randrange(60)
    lasts = TYPES[kind][3] if kind in TYPES else 0
    return Seen(event_id("video", minute, number), at, who, kind, storm, late, round(rng.betavariate(8, 2), 2), lasts)


def _dark(world: World, seen: Seen) -> bool:
    """A camera that is off sees nothing: silence, not calm."""
    return bool(dark(world, np.array([seen.who]), np.array([seen.at]))[0])


@cache
def _cameras(world: World) -> tuple[int, ...]:
    return tuple(i for i, s in enumerate(world.sources) if s.kind == "camera")


def due(world: World, after: int, until: int) -> list[Message]:
    """What arrives in (after, until]; a late one at most 20 minutes after it was seen."""
    minutes = range((after - 1260) // 60, until // 60 + 1)
    arriving = [s for m in minutes for s in of_minute(world, m) if after < s.at + s.sent_after_s <= until]
    return [record(world, s) for s in arriving]


def record(world: World, seen: Seen) -> Message:
    camera, local = world.sources[seen.who], world.local(seen.at)
    more: dict[str, Any] = {"ended_at": world.local(seen.at + seen.lasts_s).isoformat()} if seen.lasts_s else {}
    return message(
        local,
        VIDEO,
        camera.source_id,
        seen.id,
        camera_id=camera.source_id,
        observed_at=local.isoformat(),
        type=seen.type,
        confidence=seen.confidence,
        track_id=seen.id[:8] if seen.lasts_s else None,
        snapshot=f"snapshots/{local:%Y/%m/%d}/{seen.id}.jpg",
        **more,
    )
