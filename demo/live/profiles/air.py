"""Air quality: particles in winter, at night and at 8 h; ozone in summer at 15 h; rain washes both out."""

from __future__ import annotations

import numpy as np

from demo.live.chance import Floats, Ints, bell, wave
from demo.live.profile import Profile
from demo.live.world import World, hump

# Share of the particle level, and what a quiet hour has anyway.
SHARE = {
    "pm25_ugm3": (1.0, 4.0),
    "pm10_ugm3": (1.55, 10.0),
    "so2_ugm3": (0.12, 3.0),
    "no2_ugm3": (0.6, 6.0),
    "co_mgm3": (0.011, 0.2),
}


def values(world: World, metric: str, who: Ints, t: Ints) -> Floats:
    if metric == "o3_8h_ugm3":
        return np.mean([ozone(world, who, t - 3600 * back) for back in range(8)], axis=0)
    if metric == "o3_ugm3":
        return ozone(world, who, t)
    share, quiet = SHARE[metric]
    noise = 1 + 0.06 * bell(world.seed + len(metric), who, t)
    return np.maximum(quiet + share * particles(world, who, t) * noise, 0.1)


def particles(world: World, who: Ints, t: Ints) -> Floats:
    """The common level in µg/m³: days of build-up over the whole city, cells of it, and the daily shape."""
    hour = world.hour(t)
    days = wave(world.seed + 11, 0, t, 3 * 86400) + 0.4 * wave(world.seed + 12, world.region[who], t, 5 * 3600)
    daily = 1 + 0.25 * hump(hour, 8, 2) + 0.3 * hump(hour, 23, 4) - 0.2 * hump(hour, 15, 4)
    season = 22 + 45 * world.winter(t)
    washed = 1 - 0.45 * world.sky.roads(world.lon[who], world.lat[who], t)
    return season * np.exp(0.55 * days) * daily * (0.85 + 0.3 * world.central[who]) * washed


def ozone(world: World, who: Ints, t: Ints) -> Floats:
    noon = hump(world.hour(t), 15, 4.5)
    summer = 1 - world.winter(t)
    level = 20 + (35 + 120 * summer) * noon * (1 + 0.3 * wave(world.seed + 13, 0, t, 2 * 86400))
    return np.maximum(level * (1.1 - 0.2 * world.central[who]) + 4 * bell(world.seed + 14, who, t), 1)


PROFILE = Profile("air", (*SHARE, "o3_ugm3", "o3_8h_ugm3"), values)
