"""Shopping places: lunch and evening, weekend +35 %, rain keeps people away."""

from __future__ import annotations

import numpy as np

from demo.live.chance import Floats, Ints, unit
from demo.live.profile import Profile
from demo.live.world import World, hump


def values(world: World, metric: str, who: Ints, t: Ints) -> Floats:
    base = world.attribute("base_people_day", 30000.0)[who] / 288
    hour = world.hour(t)
    shape = 0.05 + 2.2 * hump(hour, 12.5, 1.8) + 3.4 * hump(hour, 19, 2.2)
    weekly = np.where(world.weekday(t) >= 5, 1.35, 1.0)
    wet = 1 - 0.5 * world.sky.roads(world.lon[who], world.lat[who], t)
    return np.floor(base * shape * weekly * wet * (0.85 + 0.3 * unit(world.seed + 91, who, t)))


PROFILE = Profile("footfall", ("people_n",), values, decimals=0)
