"""The header of one family of devices: which metrics, and what their values are at given sources and moments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from demo.live.chance import Floats, Ints
from demo.live.world import World

Values = Callable[[World, str, Ints, Ints], Floats]


@dataclass(frozen=True, slots=True)
class Profile:
    """`values(world, metric, source numbers, epoch seconds)`. The intervals thin the back-fill: a million readings a day
    would not arrive in the promised 90 s. Counts are never thinned, because their sums are read; nor is what a storm moves."""

    name: str
    metrics: tuple[str, ...]
    values: Values
    decimals: int = 1
    newest_day_s: int = 0  # 0: the interval of the registry
    older_days_s: int = 0
    whole_in_storms: bool = False
