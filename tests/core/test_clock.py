"""Local buckets: times in, bucket edges out."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import clock
from core.errors import RequestError
from core.model import Grain

ZONE = ZoneInfo("Asia/Shanghai")
# hypothesis takes naive bounds and adds the zone itself
INSTANTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("grain", "expected"),
    [
        ("5min", "2026-11-22T02:05:00+08:00"),
        ("hour", "2026-11-22T02:00:00+08:00"),
        ("day", "2026-11-22T00:00:00+08:00"),
        ("month", "2026-11-01T00:00:00+08:00"),
        ("quarter", "2026-10-01T00:00:00+08:00"),
        ("year", "2026-01-01T00:00:00+08:00"),
    ],
)
def test_a_bucket_starts_at_local_time(grain: Grain, expected: str) -> None:
    at = datetime(2026, 11, 21, 18, 7, 9, tzinfo=UTC)  # 02:07:09 of the next local day
    assert clock.floor(at, grain, ZONE).isoformat() == expected


@given(INSTANTS, st.sampled_from(clock.GRAINS))
def test_every_instant_lies_in_its_half_open_bucket(at: datetime, grain: Grain) -> None:
    start = clock.floor(at, grain, ZONE)
    assert start <= at < clock.after(start, grain)


@given(INSTANTS, st.sampled_from(clock.GRAINS))
def test_buckets_follow_each_other_without_a_gap(at: datetime, grain: Grain) -> None:
    until = clock.after(clock.after(clock.floor(at, grain, ZONE), grain), grain)
    starts = clock.buckets(at, until, grain, ZONE)
    assert starts == [clock.floor(at, grain, ZONE), clock.after(clock.floor(at, grain, ZONE), grain)]


@pytest.mark.parametrize(
    ("text", "start", "end", "grain"),
    [
        ("2026-11-21", "2026-11-21", "2026-11-22", "day"),
        ("2026-W47", "2026-11-16", "2026-11-23", "day"),
        ("2026-11", "2026-11-01", "2026-12-01", "month"),
        ("2026Q3", "2026-07-01", "2026-10-01", "quarter"),
        ("2026H1", "2026-01-01", "2026-07-01", "quarter"),
        ("2026", "2026-01-01", "2027-01-01", "year"),
        ("2026-01/2026-10", "2026-01-01", "2026-11-01", "month"),
    ],
)
def test_a_period_of_the_contract(text: str, start: str, end: str, grain: Grain) -> None:
    found_start, found_end, found_grain = clock.parse_period(text, ZONE)
    assert (found_start.date().isoformat(), found_end.date().isoformat(), found_grain) == (start, end, grain)


@pytest.mark.parametrize("text", ["", "2026Q5", "2026-13", "26-01", "2026-10/2026-01", "2026-02-30", "2026-W60"])
def test_a_period_out_of_the_contract_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"period|month|day|week|format|date"):
        clock.parse_period(text, ZONE)


def test_a_time_without_offset_is_local() -> None:
    assert clock.parse_time("2026-11-22 08:00:00", ZONE).isoformat() == "2026-11-22T08:00:00+08:00"
    assert clock.parse_time("2026-11-22T00:00:00+00:00", ZONE) == clock.parse_time("2026-11-22T08:00", ZONE)


def test_a_bad_time_names_itself_and_what_is_allowed() -> None:
    with pytest.raises(RequestError, match=r"yesterday.*ISO 8601"):
        clock.parse_time("yesterday", ZONE)


@pytest.mark.parametrize(
    ("end", "grain", "start"),
    [
        ("2026-11-01T00:00:00+08:00", "month", "2026-10-01T00:00:00+08:00"),  # January to October stands at October
        ("2026-11-22T09:00:00+08:00", "hour", "2026-11-22T08:00:00+08:00"),
    ],
)
def test_a_period_stands_in_the_last_bucket_it_covers(end: str, grain: Grain, start: str) -> None:
    assert clock.slot(datetime.fromisoformat(end), grain, ZONE).isoformat() == start
