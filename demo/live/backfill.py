"""The week before the first start: newest quarter of a day first, so that the screen means something at once."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from demo.live import faults
from demo.live.readings import Sendable, made
from demo.live.series import Due, Series, grid, heard
from demo.live.world import World

PART_S = 6 * 3600


def readings(series: Series) -> Iterator[Sendable]:
    for first, until in parts(series.world):
        yield from made(series, planned(series, first, until))


def parts(world: World) -> list[tuple[int, int]]:
    """Spans (first, until], newest first."""
    starts = range(world.first, world.origin, PART_S)
    return [(first, min(first + PART_S, world.origin)) for first in reversed(starts)]


def planned(series: Series, first: int, until: int) -> Due:
    """What a span holds at the thinned intervals, and whole where a storm is at work."""
    newest = until > series.world.origin - 86400
    thin = np.array([(p.newest_day_s if newest else p.older_days_s) for p in series.profiles], np.int64)
    due = grid(series.interval_s, series.phase_s, np.full(len(thin), first), np.full(len(thin), until))
    # Kept are moments of the registry's own grid, so that ids agree with live ones; sources take turns, so that no moment is empty.
    ratio = np.maximum(thin // series.interval_s, 1)[due.series]
    nth = (due.t - series.phase_s[due.series]) // series.interval_s[due.series]
    whole = np.array([p.whole_in_storms for p in series.profiles])[due.series] & series.world.sky.stormy(due.t)
    keep = (nth % ratio == series.who[due.series] % ratio) | whole
    return heard(series, Due(due.series[keep], due.t[keep]))


def count(series: Series) -> int:
    """How many readings the back-fill sends, doubles included: with fewer in Kafka it was broken off."""
    return sum(_sent(series, planned(series, first, until)) for first, until in parts(series.world))


def _sent(series: Series, due: Due) -> int:
    return len(due.t) + int(faults.doubled(faults.draws(series.world, due.series, due.t)).sum())
