"""Local buckets and periods. Every bucket is half-open and belongs to the city's own time zone."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from core.errors import RequestError
from core.model import Grain

GRAINS: tuple[Grain, ...] = ("5min", "hour", "day", "month", "quarter", "year")


def floor(at: datetime, grain: Grain, zone: ZoneInfo) -> datetime:
    """Start of the local bucket that holds `at`."""
    local = at.astimezone(zone)
    if grain == "5min":
        return local.replace(minute=local.minute // 5 * 5, second=0, microsecond=0)
    if grain == "hour":
        return local.replace(minute=0, second=0, microsecond=0)
    day = local.replace(hour=0, minute=0, second=0, microsecond=0)
    month = {"month": day.month, "quarter": (day.month - 1) // 3 * 3 + 1, "year": 1}.get(grain)
    return day if month is None else day.replace(month=month, day=1)


def after(start: datetime, grain: Grain) -> datetime:
    """End of the bucket that starts at `start` (same zone, wall-clock arithmetic)."""
    if grain == "5min":
        return start + timedelta(minutes=5)
    if grain == "hour":
        return start + timedelta(hours=1)
    if grain == "day":
        return start + timedelta(days=1)
    return add_months(start, {"month": 1, "quarter": 3, "year": 12}[grain])


def slot(end: datetime, grain: Grain, zone: ZoneInfo) -> datetime:
    """Start of the last local bucket of a period that ends at `end`: where a cumulative value stands on a time axis."""
    return floor(end - timedelta(microseconds=1), grain, zone)


def add_months(start: datetime, months: int) -> datetime:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return start.replace(year=year, month=month + 1)


def buckets(first: datetime, until: datetime, grain: Grain, zone: ZoneInfo) -> list[datetime]:
    """Starts of all local buckets that overlap [first, until)."""
    starts, start = [], floor(first, grain, zone)
    while start < until:
        starts.append(start)
        start = after(start, grain)
    return starts


_PERIODS: tuple[tuple[str, Grain], ...] = (
    (r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)", "day"),
    (r"(?P<year>\d{4})-(?P<month>\d\d)", "month"),
    (r"(?P<year>\d{4})Q(?P<quarter>[1-4])", "quarter"),
    (r"(?P<year>\d{4})", "year"),
)


def parse_period(text: str, zone: ZoneInfo) -> tuple[datetime, datetime, Grain]:
    """`2026-11-21`, `2026-W47`, `2026-11`, `2026Q3`, `2026H1`, `2026` or `2026-01/2026-10` as (start, end, grain)."""
    if "/" in text:
        first, last = text.split("/", 1)
        start, _, _ = parse_period(first, zone)
        last_start, end, grain = parse_period(last, zone)
        if last_start < start:
            raise ValueError(f"period {text!r}: ends before it starts")
        return start, end, grain
    if week := re.fullmatch(r"(\d{4})-W(\d\d)", text):
        monday = date.fromisocalendar(int(week[1]), int(week[2]), 1)
        start = datetime(monday.year, monday.month, monday.day, tzinfo=zone)
        return start, start + timedelta(days=7), "day"
    if half := re.fullmatch(r"(\d{4})H([12])", text):
        start = datetime(int(half[1]), 1 if half[2] == "1" else 7, 1, tzinfo=zone)
        return start, add_months(start, 6), "quarter"
    for pattern, grain in _PERIODS:
        if found := re.fullmatch(pattern, text):
            return _period(found.groupdict(), grain, zone)
    raise ValueError(f"period {text!r}: allowed 2026-11-21, 2026-W47, 2026-11, 2026Q3, 2026H1, 2026, 2026-01/2026-10")


def _period(parts: dict[str, str], grain: Grain, zone: ZoneInfo) -> tuple[datetime, datetime, Grain]:
    month = int(parts.get("month") or (int(parts.get("quarter") or 1) - 1) * 3 + 1)
    start = datetime(int(parts["year"]), month, int(parts.get("day") or 1), tzinfo=zone)
    return start, after(start, grain), grain


def parse_time(text: str, zone: ZoneInfo) -> datetime:
    """A time as a caller writes it; without an offset it is local to the city."""
    try:
        at = datetime.fromisoformat(text.replace(" ", "T", 1) if "T" not in text else text)
    except ValueError:
        raise RequestError(
            f"time {text!r}: allowed is ISO 8601 such as 2026-11-22 or 2026-11-22T08:00:00+08:00"
        ) from None
    return at if at.tzinfo else at.replace(tzinfo=zone)
