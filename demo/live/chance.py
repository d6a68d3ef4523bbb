"""Chance without state: every draw is a hash of seed, subject and time, so that a restart tells the same story."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


def _mix(x: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """splitmix64"""
    x = x + np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


def unit(seed: int, subject: npt.ArrayLike, moment: npt.ArrayLike = 0) -> Floats:
    """Uniform in [0, 1) for each (subject, moment)."""
    a = np.atleast_1d(np.asarray(subject, np.int64)).astype(np.uint64)
    b = np.atleast_1d(np.asarray(moment, np.int64)).astype(np.uint64)
    mixed = _mix(_mix(a + np.uint64(seed) * np.uint64(1_000_003)) + b)
    return (mixed >> np.uint64(11)).astype(np.float64) * 2.0**-53


def bell(seed: int, subject: npt.ArrayLike, moment: npt.ArrayLike = 0) -> Floats:
    """About normal with deviation 1: the sum of four uniforms, bounded by 3.5."""
    draws = sum(unit(seed + 7919 * i, subject, moment) for i in range(4))
    return (np.asarray(draws) - 2.0) * np.sqrt(3.0)


def wave(seed: int, subject: npt.ArrayLike, moment: npt.ArrayLike, period_s: int) -> Floats:
    """Smooth in time, between -1 and 1: a new height every `period_s`, eased in between."""
    at = np.atleast_1d(np.asarray(moment, np.int64))
    step, part = at // period_s, (at % period_s) / period_s
    ease = part * part * (3.0 - 2.0 * part)
    return 2.0 * ((1.0 - ease) * unit(seed, subject, step) + ease * unit(seed, subject, step + 1)) - 1.0
