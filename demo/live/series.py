"""Every (source, metric) of the registry as arrays, and the moments at which each is due."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from core.city import Metric, Source
from demo.live import faults
from demo.live.chance import Floats, Ints, unit
from demo.live.profile import Profile
from demo.live.profiles import by_metric
from demo.live.world import World
from demo.messages import event_id

# Seconds between the reading and its arrival: on time, and three kinds of late that make 2 %.
DELAYS_S = (2, 90, 420, 1300)
LATE_SHARES = (0.02, 0.01, 0.003)


class Due(NamedTuple):
    """Readings to make: the series of each, and its moment in epoch seconds."""

    series: Ints
    t: Ints


@dataclass(frozen=True)
class Series:
    """Parallel arrays over the series; `heads` are the JSON up to the moment, which never change."""

    world: World
    metrics: list[str]
    profiles: list[Profile]
    who: Ints
    interval_s: Ints
    phase_s: Ints
    lag_s: Ints
    heads: list[str]
    keys: list[str]

    def due(self, after: int, until: int) -> Due:
        """What arrives in (after, until], the late ones at their delay."""
        found = [self._due_late(after, until, kind) for kind in range(len(DELAYS_S))]
        return heard(self, Due(*(np.concatenate(part) for part in zip(*found, strict=True))))

    def _due_late(self, after: int, until: int, kind: int) -> Due:
        shift = DELAYS_S[kind] + self.lag_s
        due = grid(self.interval_s, self.phase_s, after - shift, until - shift)
        mine = self._kind(due) == kind
        return Due(due.series[mine], due.t[mine])

    def _kind(self, due: Due) -> Ints:
        """0 on time, 1 to 3 the kinds of late."""
        draw = unit(self.world.seed + 301, due.series, due.t)
        return np.asarray(sum(draw < share for share in LATE_SHARES), np.int64)


def grid(interval_s: Ints, phase_s: Ints, after: Ints, until: Ints) -> Due:
    """Every multiple of the interval, shifted by the phase, in (after, until] for each series."""
    first = (after - phase_s) // interval_s + 1
    count = np.maximum((until - phase_s) // interval_s - first + 1, 0)
    series = np.repeat(np.arange(len(count)), count)
    nth = np.arange(len(series)) - np.repeat(np.cumsum(count) - count, count)
    return Due(series, (first[series] + nth) * interval_s[series] + phase_s[series])


def build(world: World) -> Series:
    """Metrics without a profile are left out: the generator does not invent what it has no shape for."""
    profiles = by_metric()
    pairs = [(i, s, m) for i, s in enumerate(world.sources) for m in s.metrics if m in profiles]
    metrics = world.city.metrics
    return Series(
        world,
        [m for _, _, m in pairs],
        [profiles[m] for _, _, m in pairs],
        np.array([i for i, _, _ in pairs], np.int64),
        np.array([s.interval_s for _, s, _ in pairs], np.int64),
        np.array([_phase_s(i, s, metrics[m]) for i, s, m in pairs], np.int64),
        np.array([i * 17 % 40 if _on_the_grid(metrics[m]) else 0 for i, _, m in pairs], np.int64),
        [_head(s, m) for _, s, m in pairs],
        [s.source_id for _, s, _ in pairs],
    )


def _on_the_grid(metric: Metric) -> bool:
    """Means and counts belong to whole intervals; states are read whenever the device's turn comes."""
    return metric.stamped_at_end or metric.code.endswith("_n")


def _phase_s(number: int, source: Source, metric: Metric) -> int:
    return 0 if _on_the_grid(metric) else number * 37 % source.interval_s


def _head(source: Source, metric: str) -> str:
    prefix = event_id(source.source_id, metric)[:20]
    return f'{{"schema":1,"source_id":"{source.source_id}","metric":"{metric}","event_id":"{prefix}-'


def heard(series: Series, due: Due) -> Due:
    """Without what fell silent."""
    keep = faults.heard(series.world, series.who[due.series], due.t)
    return Due(due.series[keep], due.t[keep])


def values(series: Series, due: Due) -> Floats:
    """The value of each reading, made metric by metric."""
    found = np.zeros(len(due.t))
    codes = np.array(series.metrics, object)[due.series]
    for metric in set(codes.tolist()):
        rows = np.flatnonzero(codes == metric)
        profile = series.profiles[int(due.series[rows[0]])]
        made = profile.values(series.world, metric, series.who[due.series[rows]], due.t[rows])
        found[rows] = np.round(made, profile.decimals)
    return found
