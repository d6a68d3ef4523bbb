"""The devices that raise an alarm: a few gas wells and covers a day, chosen by the date. Profiles and tickets read the same list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from demo.live.chance import Ints, unit
from demo.live.world import World

PER_DAY = {"gas_concentration": 5, "cover_state": 6}
CATEGORY = {"gas_concentration": "alarm.gas", "cover_state": "alarm.cover"}


@dataclass(frozen=True, slots=True)
class Alarm:
    metric: str
    who: int
    starts: int
    ends: int


@cache
def of_day(world: World, metric: str, day: int) -> tuple[Alarm, ...]:
    """`day` counts UTC days since 1970; empty where the city has no such device."""
    holders = world.holders(metric)
    if not len(holders):
        return ()
    numbers = np.arange(PER_DAY[metric])
    who = holders[(unit(world.seed + 201 + len(metric), numbers, day) * len(holders)).astype(int)]
    starts = day * 86400 + (unit(world.seed + 202 + len(metric), numbers, day) * 86400).astype(int)
    lasts = 1200 + (unit(world.seed + 203, numbers, day) * 3600).astype(int)
    return tuple(Alarm(metric, int(w), int(s), int(s + n)) for w, s, n in zip(who, starts, lasts, strict=True))


def active(world: World, metric: str, who: Ints, t: Ints) -> npt.NDArray[np.bool_]:
    """Whether each device stands in alarm at its moment."""
    found = np.zeros(len(t), bool)
    if len(t):
        for alarm in during(world, metric, int(t.min()), int(t.max())):
            found |= (who == alarm.who) & (t >= alarm.starts) & (t < alarm.ends)
    return found


def during(world: World, metric: str, first: int, last: int) -> Iterator[Alarm]:
    """Alarms that touch [first, last]."""
    for day in range(first // 86400 - 1, last // 86400 + 1):
        yield from (a for a in of_day(world, metric, day) if a.starts <= last and a.ends >= first)


def starting(world: World, first: int, until: int) -> list[Alarm]:
    """Alarms of every metric that begin in [first, until)."""
    found = [a for metric in PER_DAY for a in during(world, metric, first, until)]
    return [a for a in found if first <= a.starts < until]
