"""What a camera says of itself besides being online: picture, clock, algorithm. Told every six hours in the older days."""

from __future__ import annotations

import numpy as np

from demo.live.chance import Floats, Ints, unit
from demo.live.profile import Profile
from demo.live.profiles.camera import dark
from demo.live.world import World


def values(world: World, metric: str, who: Ints, t: Ints) -> Floats:
    if metric == "image_score":
        return 88 - 12 * (np.abs(world.hour(t) - 12) > 7) + 8 * unit(world.seed + 101, who, t // 3600)
    if metric == "clock_offset_s":
        return np.round(20 * (unit(world.seed + 102, who, t // 86400) - 0.5))
    return (~dark(world, who, t)).astype(float)


PROFILE = Profile("camera_health", ("image_score", "clock_offset_s", "ai_heartbeat"), values, 0, 3600, 21600)
