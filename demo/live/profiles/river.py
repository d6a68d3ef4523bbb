"""River gauges: near normal, with a slow breath; the storms raise them late, some over the warning, few over the guarantee."""

from __future__ import annotations

from demo.live.chance import Floats, Ints, bell, unit, wave
from demo.live.profile import Profile
from demo.live.world import World


def values(world: World, metric: str, who: Ints, t: Ints) -> Floats:
    normal, warning = world.attribute("normal_m", 1.0)[who], world.attribute("warning_m", 3.0)[who]
    breath = 0.08 * wave(world.seed + 31, who, t, 12 * 3600) + 0.04 * wave(world.seed + 32, 0, t, 2 * 86400)
    reach = 0.35 + 1.1 * unit(world.seed + 33, who)
    rise = world.sky.rivers(world.lon[who], world.lat[who], t) * (warning - normal) * reach
    return normal + breath + rise + 0.004 * bell(world.seed + 34, who, t)


PROFILE = Profile(
    "river", ("water_level",), values, decimals=2, newest_day_s=600, older_days_s=1200, whole_in_storms=True
)
