"""Gas in valve wells: 0 to 3 %LEL, over the alarm limit where the script has a leak."""

from __future__ import annotations

from demo.live.alarms import active
from demo.live.chance import Floats, Ints, unit, wave
from demo.live.profile import Profile
from demo.live.world import World


def values(world: World, metric: str, who: Ints, t: Ints) -> Floats:
    quiet = 1.2 + 0.9 * wave(world.seed + 61, who, t, 4 * 3600) + 0.5 * unit(world.seed + 62, who, t)
    leak = (22 + 30 * unit(world.seed + 63, who, t // 86400)) * (0.9 + 0.2 * unit(world.seed + 64, who, t))
    return quiet + active(world, "gas_concentration", who, t) * leak


PROFILE = Profile("gas", ("gas_concentration",), values, newest_day_s=1800, older_days_s=3600)
