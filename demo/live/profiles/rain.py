"""Rain gauges: dry outside the storms. A dry hour is reported as zeros, because a silent gauge is no dry gauge."""

from __future__ import annotations

import numpy as np

from demo.live.chance import Floats, Ints, unit
from demo.live.profile import Profile
from demo.live.world import World


def values(world: World, metric: str, who: Ints, t: Ints) -> Floats:
    local = 0.75 + 0.5 * unit(world.seed + 21, who, t // 900)
    fallen = world.sky.rain_mm(world.lon[who], world.lat[who], t) * local
    return np.where(fallen < 0.05, 0.0, np.minimum(fallen, 30))


PROFILE = Profile("rain", ("rain_5min",), values, older_days_s=1800, whole_in_storms=True)
