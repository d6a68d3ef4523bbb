"""Partitions of each topic shared evenly among the workers."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.client.shares import Part, shares

pytestmark = pytest.mark.unit

TOPICS = {"iot.reading": 4, "hotline.ticket": 4, "video.event": 4}


def of(found: dict[Part, str], topic: str) -> Counter[str]:
    return Counter(member for part, member in found.items() if part[0] == topic)


def test_one_worker_reads_everything() -> None:
    assert set(shares(TOPICS, {}, ["a"]).values()) == {"a"}


def test_a_second_worker_gets_half_of_each_topic() -> None:
    before = shares(TOPICS, {}, ["a"])
    after = shares(TOPICS, before, ["a", "b"])
    assert [of(after, topic) for topic in TOPICS] == [{"a": 2, "b": 2}] * 3


def test_what_a_worker_left_behind_goes_to_the_others() -> None:
    before = shares(TOPICS, {}, ["a", "b"])
    after = shares(TOPICS, before, ["b"])
    assert set(after.values()) == {"b"}


MEMBERS = st.lists(st.sampled_from("abcdefg"), min_size=1, unique=True)


@given(st.dictionaries(st.sampled_from("tuvw"), st.integers(1, 9), min_size=1), MEMBERS, MEMBERS)
def test_every_topic_is_even_nothing_is_left_and_a_second_round_is_quiet(
    topics: dict[str, int], before: list[str], after: list[str]
) -> None:
    owned = shares(topics, {}, before)
    found = shares(topics, owned, after)
    assert len(found) == sum(topics.values())
    for topic, parts_n in topics.items():
        counts = [of(found, topic)[member] for member in after]
        assert sum(counts) == parts_n and max(counts) - min(counts) <= 1
    assert shares(topics, found, after) == found
