"""Truck counters: night and mid-morning on the corridors, Sunday quieter, storms hold them back."""

from __future__ import annotations

import numpy as np

from demo.live.chance import Floats, Ints, unit, wave
from demo.live.profile import Profile
from demo.live.world import World, hump

SHAPE_MEAN = 0.8934


def values(world: World, metric: str, who: Ints, t: Ints) -> Floats:
    base = world.attribute("base_trucks_day", 6000.0)[who] / 288
    hour = world.hour(t)
    shape = (0.6 + 0.5 * hump(hour, 10, 3.5) + 0.45 * hump(hour, 22, 3)) / SHAPE_MEAN
    weekly = np.where(world.weekday(t) == 6, 0.82, 1.03)
    held = 1 - 0.5 * world.sky.roads(world.lon[who], world.lat[who], t)
    expected = base * shape * weekly * held * (1 + 0.06 * wave(world.seed + 81, 0, t, 3 * 86400))
    return np.floor(
        expected + np.sqrt(expected) * (unit(world.seed + 82, who, t) - 0.5) * 2 + unit(world.seed + 83, who, t)
    )


PROFILE = Profile("trucks", ("trucks_n",), values, decimals=0)
