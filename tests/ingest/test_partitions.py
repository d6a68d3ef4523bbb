"""What a worker holds of its partitions: only the ledger says from where, and what is not ours any more is forgotten."""

from __future__ import annotations

import pytest

from ingest.client.partitions import Partitions
from ingest.client.records import Columns
from ingest.model import Claim

pytestmark = pytest.mark.unit
ONE, TWO = ("iot.reading", 0), ("iot.reading", 1)


def records(*offsets: int) -> Columns:
    n = len(offsets)
    return Columns(list(offsets), [b"{}"] * n, [None] * n, [0] * n, 2 * n)


def claimed(*keys: tuple[str, int], next_offset: int = 10) -> Partitions:
    parts = Partitions()
    parts.claims = {key: Claim(key[0], "topic-1", key[1], 1, next_offset) for key in keys}
    return parts


def offsets(parts: Partitions) -> dict[int, list[int]]:
    return {batch.part: batch.offsets for _, batch in parts.take()}


def test_what_the_ledger_has_counted_is_dropped() -> None:
    parts = claimed(ONE)
    parts.add(ONE, records(8, 9, 10, 11))
    assert offsets(parts) == {0: [10, 11]}


def test_what_is_fetched_twice_is_held_once() -> None:
    parts = claimed(ONE)
    parts.add(ONE, records(10, 11))
    parts.add(ONE, records(11, 12))
    assert offsets(parts) == {0: [10, 11, 12]}


def test_a_batch_begins_where_the_ledger_stands_and_names_its_gaps() -> None:
    parts = claimed(ONE)
    parts.add(ONE, records(12, 13))
    ((_, batch),) = parts.take()
    assert (batch.first, batch.until, batch.gaps) == (10, 14, [(10, 12)])


def test_a_partition_that_was_taken_away_is_forgotten_and_no_other() -> None:
    parts = claimed(ONE, TWO)
    parts.add(ONE, records(10))
    parts.add(TWO, records(10))
    parts.forget({ONE})
    assert offsets(parts) == {1: [10]}
    assert set(parts.claims) == {TWO}


def test_a_partition_not_yet_claimed_holds_nothing() -> None:
    parts = Partitions()
    parts.add(ONE, records(0))
    assert parts.rows_n == 0


def test_partitions_come_in_sorted_order() -> None:
    parts = claimed(TWO, ONE)
    parts.add(TWO, records(10))
    parts.add(ONE, records(10))
    assert [batch.part for _, batch in parts.take()] == [0, 1]
