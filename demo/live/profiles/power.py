"""Company meters: two thirds of the day's energy in working hours, Sunday -12 %, parks rise and fall together."""

from __future__ import annotations

import numpy as np

from demo.live.chance import Floats, Ints, bell, wave
from demo.live.profile import Profile
from demo.live.world import World, hump

SHAPE_MEAN = 0.8885  # mean of the daily shape, so that a day sums to its base


def values(world: World, metric: str, who: Ints, t: Ints) -> Floats:
    base = world.attribute("base_kwh_day", 12000.0)[who] / 96
    shape = (0.55 + 0.75 * hump(world.hour(t), 14, 6.5)) / SHAPE_MEAN
    weekly = np.where(world.weekday(t) == 6, 0.88, 1.02)
    trend = (
        1
        + 0.05 * wave(world.seed + 71, world.region[who], t, 4 * 86400)
        + 0.04 * wave(world.seed + 72, who, t, 2 * 86400)
    )
    return np.maximum(base * shape * weekly * trend * (1 + 0.03 * bell(world.seed + 73, who, t)), 0)


PROFILE = Profile("power", ("energy_kwh_n",), values)
