"""Numbers that departments report: the newest revision of each becomes a value of its own period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from core import clock
from core.city import City
from core.model import Grain, Indicator, Result, Value
from core.store import Row, Session
from indicators.judge import definition_on, judge, target_on

STREAM = "stats.report"
NO_REASON = "部门未给出原因"


def values(session: Session, city: City, catalogue: Mapping[str, Indicator], now: datetime) -> Iterator[Value]:
    codes = [code for code, i in catalogue.items() if i.kind == "reported"]
    for row in session.read("compute_reported", codes=codes):
        yield value(row, city, catalogue[row["indicator"]], now)


def value(row: Row, city: City, indicator: Indicator, now: datetime) -> Value:
    start, end = row["period_start_at"].astimezone(city.zone), row["period_end_at"].astimezone(city.zone)
    result = Result(row["value"], row["numerator"], row["denominator"], row["note"] or "", _reason(row))
    status, reason = judge(result, indicator.better, target_on(city.targets, indicator.code, start.date()))
    return Value(
        indicator.code, "area", row["area_id"], grain_of(row["period"], city, indicator), start, end,
        result.value, result.numerator, result.denominator, status, reason, result.detail,
        definition_on(indicator, start.date()).id, now, row["published_at"],
    )  # fmt: skip


def grain_of(period: str, city: City, indicator: Indicator) -> Grain:
    """That of the period, or the indicator's own when a cumulative one names another (January to September of a quarter)."""
    found = clock.parse_period(period, city.zone)[2]
    return found if found in indicator.grains else indicator.grains[0]


def _reason(row: Row) -> str:
    return "" if row["value"] is not None else row["reason"] or NO_REASON
