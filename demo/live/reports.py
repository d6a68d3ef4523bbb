"""What departments report: 36 months of every reported indicator, published with its lag, some of it revised a month later."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache

from core.city import Reported
from core.clock import add_months, parse_period
from demo.live.dice import dice
from demo.live.report_shapes import SHAPES, adds_up, cumulative, joined_january, level
from demo.live.world import World
from demo.messages import REPORT, Message, event_id, message

MONTHS = 36
REVISED = 0.12
DISTRICTS = ("economy.gdp_growth", "economy.industrial_va_growth", "economy.budget_revenue", "economy.fixed_investment_growth",
             "economy.retail_sales")  # fmt: skip


def due(world: World, after: int, until: int) -> list[Message]:
    """Reports published in (after, until], oldest first."""
    end = world.local(until).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return [m for m in every(world, end.year * 12 + end.month - 1) if after < m.at.timestamp() <= until]


@cache
def every(world: World, this_month: int) -> list[Message]:
    """Everything to be published about the months before `this_month`."""
    found: list[Message] = []
    for reported in world.city.reported.values():
        for area in areas(world, reported.code):
            for period in periods(reported, this_month):
                found += published(world, reported, area, period)
    return sorted(found, key=lambda m: m.at)


def areas(world: World, code: str) -> list[str]:
    """The city, and its districts for what counties publish."""
    below = [a.code for a in world.city.level("district")] if code in DISTRICTS else []
    return [world.city.code, *below]


def periods(reported: Reported, this_month: int) -> Iterator[str]:
    """Periods that ended within the last 36 months."""
    for month in range(this_month - MONTHS, this_month):
        year, number = month // 12, month % 12 + 1
        if "month" in reported.grains and not (joined_january(reported) and number == 1):
            yield _month(reported, year, number)
        if "quarter" in reported.grains and "month" not in reported.grains and number % 3 == 0:
            yield f"{year}Q{number // 3}"
        if reported.grains == ("year",) and number == 12:
            yield str(year)


def _month(reported: Reported, year: int, number: int) -> str:
    if (joined_january(reported) and number == 2) or (cumulative(reported) and number > 1):
        return f"{year}-01/{year}-{number:02d}"
    return f"{year}-{number:02d}"


def published(world: World, reported: Reported, area: str, period: str) -> Iterator[Message]:
    """The first release, and for some a revision."""
    start, end, _ = parse_period(period, world.city.zone)
    rng = dice(world, reported.code, area, period)
    at = (end + timedelta(days=max(reported.lag_days - rng.randint(0, 4), 1))).replace(hour=10)
    figure = value(world, reported, area, start, end)
    yield _record(world, reported, area, period, figure, 0, at)
    if rng.random() < REVISED:
        yield _record(
            world, reported, area, period, figure * rng.uniform(0.985, 1.015), 1, add_months(at.replace(day=15), 1)
        )


def value(world: World, reported: Reported, area: str, start: datetime, end: datetime) -> float:
    """The sum of the months for a level, the last month's state for a rate or a balance."""
    first, last = start.year * 12 + start.month - 1, end.year * 12 + end.month - 2
    salt = 0 if area == world.city.code else int(area) % 97
    share = population_share(world, area)
    whole = range(first, last + 1) if adds_up(reported.code) else (last,)
    return sum(level(reported.code, reported.unit, month, share, salt) for month in whole)


@cache
def population_share(world: World, area: str) -> float:
    """Of a city of 13 million; an area without a number counts as 0.8 million."""
    people = world.city.areas[area].population
    return (people or (world.city.areas[area].level == "city" and 13e6) or 8e5) / 13e6


def _record(
    world: World, reported: Reported, area: str, period: str, figure: float, revision: int, at: datetime
) -> Message:
    shape, rounded = SHAPES.get(reported.code), round(figure, reported.decimals)
    part = shape.part if shape else None
    both = _both(reported.unit, rounded, part) if part else {}
    return message(
        at,
        REPORT,
        f"{area}:{reported.code}",
        event_id(reported.code, area, period, revision),
        indicator=reported.code,
        area_code=area,
        period=period,
        value=rounded,
        revision=revision,
        published_at=at.isoformat(),
        department=reported.owner,
        unit=reported.unit,
        **both,
    )


def _both(unit: str, figure: float, part: float) -> dict[str, float]:
    """Numerator and denominator: of a ratio, or the taxes within the revenue."""
    if unit == "%":
        return {"numerator": round(figure * 100, 2), "denominator": 10000.0}
    return {"numerator": round(figure * part, 2), "denominator": figure}
