"""Columns of many small batches read like one list, and joining them costs what they hold, not the square of it."""

from hypothesis import given
from hypothesis import strategies as some

from ingest.client.joined import Joined, joined

PARTS = some.lists(some.lists(some.integers(0, 9), max_size=4), max_size=6)
EDGE = some.none() | some.integers(0, 30)


@given(PARTS, EDGE, EDGE, some.integers(1, 3))
def test_joined_parts_read_like_one_list(
    parts: list[list[int]], start: int | None, stop: int | None, step: int
) -> None:
    flat = [one for part in parts for one in part]
    whole = Joined(*parts)
    assert list(whole) == flat
    assert whole == flat
    assert whole[start:stop:step] == flat[start:stop:step]
    assert [whole[place] for place in range(-len(flat), len(flat))] == flat + flat


def test_what_is_joined_already_grows_in_place() -> None:
    whole = first = joined([1], [2])
    for number in range(3, 5_000):
        whole = joined(whole, [number])
    assert whole is first
    assert len(whole.parts) == 4_999
    assert whole[3_000:3_003] == [3_001, 3_002, 3_003]


def test_joining_two_joined_keeps_their_parts_flat() -> None:
    assert joined(Joined([1], [2]), Joined([3], [4, 5])).parts == [[1], [2], [3], [4, 5]]
