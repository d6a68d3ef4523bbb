"""The status of a value: the pack's dated thresholds decide, with their citation; silence is stale, never good."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from core.city import Target
from core.model import Better, Definition, Grain, Indicator, Result, Status

NO_VALUE = "本期无数据"
# A day is not worthless because its last hour is missing: the longer the bucket, the longer a silence it bears.
PATIENCE: dict[Grain, timedelta] = {
    "day": timedelta(hours=6), "month": timedelta(days=3), "quarter": timedelta(days=7), "year": timedelta(days=14),
}  # fmt: skip


def definition_on(indicator: Indicator, day: date) -> Definition:
    """The newest definition in force on this local day; the first one before that."""
    found = sorted(indicator.definitions, key=lambda d: d.since)
    return next((d for d in reversed(found) if d.since <= day), found[0])


def target_on(targets: Iterable[Target], code: str, day: date) -> Target | None:
    found = [t for t in targets if t.indicator == code and t.since <= day and (t.until is None or day <= t.until)]
    return max(found, key=lambda t: t.since, default=None)


def judge(result: Result, better: Better, target: Target | None) -> tuple[Status, str]:
    """Status and reason of a result; a value without thresholds is good, and says so by having no target."""
    if result.value is None:
        return "none", result.reason or NO_VALUE
    return ("good" if target is None else grade(result.value, better, target)), result.reason


def grade(value: float, better: Better, target: Target) -> Status:
    """A threshold is reached from the bad side: at or below it where more is better, at or above it where less is."""
    above = better != "up"
    if _reached(value, target.alert, above) or _reached(value, target.low_alert, False):
        return "alert"
    if _reached(value, target.watch, above) or _reached(value, target.low_watch, False):
        return "watch"
    return "good"


def _reached(value: float, limit: float | None, upwards: bool) -> bool:
    if limit is None:
        return False
    return value >= limit if upwards else value <= limit


def silence(newest: datetime | None, now: datetime, after: timedelta | None, grain: Grain = "hour") -> str:
    """Why the number is stale ("停报 42 分"), or nothing when it is not."""
    if newest is None or after is None or now - newest <= max(after, PATIENCE.get(grain, after)):
        return ""
    return f"停报 {_length(now - newest)}"


def _length(gap: timedelta) -> str:
    minutes = int(gap.total_seconds() // 60)
    if minutes < 120:
        return f"{minutes} 分"
    return f"{minutes // 60} 时" if minutes < 2880 else f"{minutes // 1440} 天"
