"""Where events and cases happen: at sources, so they are dense where the city is; in a storm, where the water is."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from random import Random

import numpy as np

from core.geo import wgs84_to_gcj02
from demo.live.world import World


@cache
def water(world: World, minute: int) -> tuple[float, ...]:
    """Water on the roads at every source, by minute; empty when no storm is at work."""
    t = np.array([minute * 60])
    if not world.sky.stormy(t)[0]:
        return ()
    return tuple(world.sky.roads(world.lon, world.lat, np.repeat(t, len(world.lon))).tolist())


def wettest(world: World, rng: Random, minute: int, among: Sequence[int]) -> int:
    """One of the sources `among`, drawn by the water at it."""
    depths = water(world, minute)
    return rng.choices(among, cum_weights=list(accumulate(depths[i] ** 2 + 1e-9 for i in among)))[0]


def position(world: World, rng: Random, anchor: int) -> dict[str, object]:
    """Near the anchor, as a caller gives it: a point, now and then in GCJ-02, or an area, or nothing but words."""
    source, kind = world.sources[anchor], rng.random()
    if kind < 0.01:
        return {"address": f"{source.name_zh}附近"}
    lon, lat = source.lon + rng.gauss(0, 0.0035), source.lat + rng.gauss(0, 0.003)
    if kind < 0.12:
        x, y = wgs84_to_gcj02(np.array([lon]), np.array([lat]))
        return {"lon": round(float(x[0]), 6), "lat": round(float(y[0]), 6), "datum": "gcj02"}
    return {"lon": round(lon, 6), "lat": round(lat, 6)}
