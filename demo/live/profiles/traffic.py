"""Road detectors: two rush hours on work days, fuller in the centre; water on the road slows, and so does one bad segment a day."""

from __future__ import annotations

import numpy as np

from demo.live.chance import Floats, Ints, bell, unit, wave
from demo.live.profile import Profile
from demo.live.world import World, hump


def load(world: World, who: Ints, t: Ints) -> Floats:
    """Share of the capacity in use, 0 to about 1.2."""
    hour, weekend = world.hour(t), world.weekday(t) >= 5
    rush = np.where(
        weekend, 0.35 * hump(hour, 11, 2.5) + 0.45 * hump(hour, 17, 3), hump(hour, 8.2, 1.1) + hump(hour, 18.1, 1.3)
    )
    day = 0.12 + 0.45 * hump(hour, 13, 6.5) + 0.45 * rush
    mood = 0.08 * wave(world.seed + 51, world.region[who], t, 3600) + 0.05 * wave(world.seed + 52, who, t, 1800)
    return np.maximum(
        day * (0.65 + 0.5 * world.central[who]) * (0.8 + 0.4 * unit(world.seed + 53, who)) + mood * day, 0.02
    )


def speed(world: World, who: Ints, t: Ints) -> Floats:
    free = world.attribute("free_flow_kmh", 55.0)[who]
    wet = world.sky.roads(world.lon[who], world.lat[who], t)
    slowed = 1 + 1.1 * load(world, who, t) ** 3 + 0.15 * (wet > 0.02) + 2.4 * wet
    found = free / slowed * (1 + 0.05 * bell(world.seed + 54, who, t))
    return np.clip(found, 3, free * 1.1)


def values(world: World, metric: str, who: Ints, t: Ints) -> Floats:
    if metric == "speed_kmh":
        return speed(world, who, t)
    if metric == "travel_time_s":
        return world.attribute("length_m", 800.0)[who] / (speed(world, who, t) / 3.6)
    return np.round(240 * load(world, who, t) * (1 + 0.1 * bell(world.seed + 55, who, t)))


PROFILE = Profile("traffic", ("speed_kmh", "flow_5min", "travel_time_s"), values, newest_day_s=900, older_days_s=3600)
