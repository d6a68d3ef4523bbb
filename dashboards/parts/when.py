"""Times in words: a clock time for when, an elapsed time for how long, a period by its name."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from core import clock as calendar
from core.model import Grain, Lang, Value

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def elapsed(span: timedelta, lang: Lang) -> str:
    """Two units at most: 42 分, 3 时 5 分, 1 天 4 时; from ten days on the days say enough."""
    minutes = max(0, int(span.total_seconds() // 60))
    days, hours, left = minutes // 1440, minutes % 1440 // 60, minutes % 60
    words = ("天", "时", "分") if lang == "zh" else ("d", "h", "min")
    parts = [(days, words[0]), (hours, words[1]), (left, words[2])]
    while len(parts) > 1 and not parts[0][0]:
        parts.pop(0)
    shown = parts[: 1 if days >= 10 else 2]
    return " ".join(f"{n} {w}" for i, (n, w) in enumerate(shown) if n or i == 0)


def clock(at: datetime, now: datetime, lang: Lang) -> str:
    """`at` and `now` in the city's zone: 14:05 today, else with the day, else with the year."""
    if at.date() == now.date():
        return at.strftime("%H:%M")
    if at.year == now.year:
        return f"{day(at, lang)} {at:%H:%M}"
    return f"{at:%Y-%m-%d %H:%M}"


def day(at: datetime, lang: Lang) -> str:
    return f"{at.month}月{at.day}日" if lang == "zh" else f"{at.day} {_MONTHS[at.month - 1]}"


def span(value: Value, zone: ZoneInfo, lang: Lang) -> str:
    """The period of a value by its name; a cumulative one says where it began: 1月至2026年10月."""
    start = calendar.slot(value.period_end_at, value.grain, zone)
    name, first = period(start, value.grain, lang), value.period_start_at.astimezone(zone)
    if calendar.floor(first, value.grain, zone) == start:
        return name
    return f"{first.month}月至{name}" if lang == "zh" else f"{_MONTHS[first.month - 1]} to {name}"


def period(start: datetime, grain: Grain, lang: Lang) -> str:
    """A period by its name; `start` in the city's zone."""
    if grain == "year":
        return f"{start.year}年" if lang == "zh" else f"{start.year}"
    if grain == "quarter":
        quarter = (start.month + 2) // 3
        return f"{start.year}年{quarter}季度" if lang == "zh" else f"Q{quarter} {start.year}"
    if grain == "month":
        return f"{start.year}年{start.month}月" if lang == "zh" else f"{_MONTHS[start.month - 1]} {start.year}"
    if grain == "day":
        return day(start, lang)
    return f"{day(start, lang)} {start:%H:%M}"
