"""Manhole covers: shut, but for the alarms of the script."""

from __future__ import annotations

from demo.live.alarms import active
from demo.live.chance import Floats, Ints
from demo.live.profile import Profile
from demo.live.world import World


def values(world: World, metric: str, who: Ints, t: Ints) -> Floats:
    return active(world, "cover_state", who, t).astype(float)


PROFILE = Profile("cover", ("cover_state",), values, decimals=0, newest_day_s=1800, older_days_s=3600)
