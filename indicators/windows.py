"""Which rows a value stands on: the window of a bucket, cut into whole days, whole hours and minutes at its edges."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from core import clock
from core.errors import RegistryError
from core.model import Grain

LENGTH = re.compile(r"(\d+)(h|d|mo)")
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Bucket:
    """One bucket as it stands: `until_at` is its end, or the end of this minute while it is open."""

    start_at: datetime
    end_at: datetime
    until_at: datetime

    @property
    def is_open(self) -> bool:
        return self.until_at < self.end_at


class Piece(NamedTuple):
    """[first_at, until_at) of roll.<level>."""

    level: str
    first_at: datetime
    until_at: datetime


def bucket(start: datetime, grain: Grain, now: datetime, zone: ZoneInfo) -> Bucket:
    local = start.astimezone(zone)
    end = clock.after(local, grain)
    return Bucket(local, end, min(end, _minute_end(now).astimezone(zone)))


def _minute_end(now: datetime) -> datetime:
    return now.replace(second=0, microsecond=0) + MINUTE


def window_start(window: str, at: Bucket) -> datetime:
    """Where the window that ends with the bucket begins."""
    if window == "bucket":
        return at.start_at
    if window == "ytd":
        return at.start_at.replace(month=1, day=1, hour=0, minute=0)
    n, unit = _length(window)
    if unit == "mo":
        return clock.add_months(at.end_at, -n)
    return (at.until_at if unit == "h" else at.end_at) - timedelta(hours=n * (1 if unit == "h" else 24))


def reach(window: str, minute: datetime, zone: ZoneInfo) -> datetime:
    """The last moment whose window still holds `minute`."""
    if window == "bucket":
        return minute
    if window == "ytd":
        local = minute.astimezone(zone)
        return local.replace(year=local.year + 1, month=1, day=1, hour=0, minute=0, second=0, microsecond=0) - MINUTE
    n, unit = _length(window)
    return minute + timedelta(hours=n * {"h": 1, "d": 24, "mo": 31 * 24}[unit])


def _length(window: str) -> tuple[int, str]:
    found = LENGTH.fullmatch(window)
    if found is None:
        raise RegistryError(f"window {window!r}: allowed are bucket, ytd, or a length such as 24h, 7d, 12mo")
    return int(found[1]), found[2]


def pieces(first: datetime, until: datetime, hourly: bool, zone: ZoneInfo) -> list[Piece]:
    """Cover [first, until): each instant by one piece, by the coarsest rollup that fits; hourly measures have no minutes."""
    if hourly:
        first, until = clock.floor(first, "hour", zone), _ceil(until, "hour", zone)
    days = (_ceil(first, "day", zone), clock.floor(until, "day", zone))
    if days[0] >= days[1]:
        return _hours(first, until, zone)
    return [*_hours(first, days[0], zone), Piece("day", *days), *_hours(days[1], until, zone)]


def _hours(first: datetime, until: datetime, zone: ZoneInfo) -> list[Piece]:
    hours = (_ceil(first, "hour", zone), clock.floor(until, "hour", zone))
    if hours[0] >= hours[1]:
        return _there(Piece("minute", first, until))
    return _there(Piece("minute", first, hours[0]), Piece("hour", *hours), Piece("minute", hours[1], until))


def _there(*found: Piece) -> list[Piece]:
    return [p for p in found if p.first_at < p.until_at]


def _ceil(at: datetime, grain: Grain, zone: ZoneInfo) -> datetime:
    start = clock.floor(at, grain, zone)
    return start if start == at else clock.after(start, grain)
