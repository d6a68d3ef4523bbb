"""Windows: every instant once, by the coarsest rollup that fits."""

import itertools
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import RegistryError
from indicators.windows import Bucket, bucket, pieces, reach, window_start

pytestmark = pytest.mark.unit
ZONE = ZoneInfo("Asia/Shanghai")
START = datetime(2026, 11, 22, tzinfo=ZONE)
MINUTES = st.integers(0, 60 * 24 * 40)


@given(MINUTES, MINUTES, st.booleans())
def test_pieces_cover_the_window_once(a: int, length: int, hourly: bool) -> None:
    first = START + timedelta(minutes=a)
    until = first + timedelta(minutes=length)
    found = sorted((p.first_at, p.until_at) for p in pieces(first, until, hourly, ZONE))
    if not found:
        assert first == until
        return
    assert all(end == start for (_, end), (start, _) in itertools.pairwise(found))
    if hourly:
        assert found[0][0] <= first and found[-1][1] >= until
    else:
        assert (found[0][0], found[-1][1]) == (first, until)


def test_a_whole_day_is_one_piece() -> None:
    assert [p.level for p in pieces(START, START + timedelta(days=1), False, ZONE)] == ["day"]


def test_a_rolling_day_has_minutes_at_both_edges() -> None:
    until = START + timedelta(hours=9, minutes=35)
    levels = [(p.level, (p.until_at - p.first_at)) for p in pieces(until - timedelta(hours=24), until, False, ZONE)]
    assert levels == [
        ("minute", timedelta(minutes=25)),
        ("hour", timedelta(hours=23)),
        ("minute", timedelta(minutes=35)),
    ]


def test_an_open_bucket_ends_with_this_minute() -> None:
    now = datetime(2026, 11, 22, 1, 0, 30, tzinfo=UTC)
    at = bucket(START, "day", now, ZONE)
    assert (at.is_open, at.until_at) == (True, datetime(2026, 11, 22, 9, 1, tzinfo=ZONE))


@pytest.mark.parametrize(
    ("window", "start"),
    [("bucket", START), ("24h", START), ("7d", START - timedelta(days=6)), ("ytd", datetime(2026, 1, 1, tzinfo=ZONE))],
)
def test_a_window_begins(window: str, start: datetime) -> None:
    end = START + timedelta(days=1)
    assert window_start(window, Bucket(START, end, end)) == start


def test_a_late_row_reaches_the_end_of_its_year() -> None:
    assert reach("ytd", START, ZONE).astimezone(ZONE).year == 2026
    assert reach("24h", START, ZONE) == START + timedelta(hours=24)


def test_an_unknown_window_is_named() -> None:
    with pytest.raises(RegistryError, match="window 'week'"):
        reach("week", START, ZONE)
