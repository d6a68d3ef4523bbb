"""Water on low roads: dry, or as deep as the storm and the place allow."""

from __future__ import annotations

import numpy as np

from demo.live.chance import Floats, Ints, unit
from demo.live.profile import Profile
from demo.live.world import World


def values(world: World, metric: str, who: Ints, t: Ints) -> Floats:
    deepest = 5 + 70 * unit(world.seed + 41, who) ** 1.5
    depth = deepest * world.sky.roads(world.lon[who], world.lat[who], t)
    return np.where(depth < 0.5, 0.0, depth * (0.95 + 0.1 * unit(world.seed + 42, who, t)))


PROFILE = Profile("ponding", ("ponding_depth",), values, newest_day_s=900, older_days_s=1800, whole_in_storms=True)
