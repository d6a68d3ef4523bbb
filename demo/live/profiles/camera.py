"""Cameras as their platform sees them: 96 to 99 % online, hours of darkness one by one, and one street cabinet a day."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from demo.live.chance import Floats, Ints, unit
from demo.live.profile import Profile
from demo.live.world import World


def values(world: World, metric: str, who: Ints, t: Ints) -> Floats:
    if metric == "image_score":
        return 88 - 12 * (np.abs(world.hour(t) - 12) > 7) + 8 * unit(world.seed + 101, who, t // 3600)
    if metric == "clock_offset_s":
        return np.round(20 * (unit(world.seed + 102, who, t // 86400) - 0.5))
    return (~dark(world, who, t)).astype(float)


def dark(world: World, who: Ints, t: Ints) -> npt.NDArray[np.bool_]:
    single = unit(world.seed + 103, who, t // 7200) < 0.02
    cabinet = unit(world.seed + 104, who // 12, t // 14400) < 0.006
    return np.asarray(single | cabinet)


PROFILE = Profile("camera", ("camera_online", "image_score", "clock_offset_s", "ai_heartbeat"), values, 0, 3600, 3600)
