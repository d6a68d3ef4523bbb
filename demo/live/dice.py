"""Chance for the few: events and cases are drawn one by one from a generator seeded by their minute."""

from __future__ import annotations

import math
from random import Random

from demo.live.world import World


def dice(world: World, *about: object) -> Random:
    return Random(f"{world.seed}|{'|'.join(map(str, about))}")


def poisson(rng: Random, mean: float) -> int:
    """Knuth's method; means here stay under ten."""
    limit, n, product = math.exp(-mean), 0, rng.random()
    while product > limit:
        n += 1
        product *= rng.random()
    return n


def bump(hour: float, centre: float, width_h: float) -> float:
    away = abs((hour - centre + 12) % 24 - 12)
    return math.exp(-((away / width_h) ** 2))
