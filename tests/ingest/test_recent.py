"""Ids that were there before are suspected; what was never committed is not."""

from __future__ import annotations

import numpy as np
import pytest

from ingest.native import Ints
from ingest.reading import recent
from ingest.reading.recent import Recent

pytestmark = pytest.mark.unit


def ids(*numbers: int) -> Ints:
    return np.array(numbers, np.int64)


def test_repeats_in_a_batch_and_between_batches() -> None:
    seen = Recent()
    assert seen.again(ids(5, 6, 5, 7)).tolist() == [False, False, True, False]
    seen.committed()
    assert seen.again(ids(8, 7, -5, 5)).tolist() == [False, True, False, True]


def test_a_batch_that_was_not_committed_never_was() -> None:
    seen = Recent()
    seen.again(ids(1, 2))
    assert seen.again(ids(1, 2)).tolist() == [False, False]


def test_ids_that_share_a_slot_stay_apart() -> None:
    seen = Recent()
    same_slot = ids(*(1 + n * recent._SLOTS for n in range(50)))
    assert not seen.again(same_slot).any()
    seen.committed()
    assert seen.again(same_slot).all()


def test_the_older_half_is_forgotten() -> None:
    seen, step = Recent(), recent.ROOM // 4
    for turn in range(12):
        assert not seen.again(np.arange(turn * step, (turn + 1) * step) + 1).any()
        seen.committed()
    assert seen.again(ids(11 * step + 5, 5)).tolist() == [True, False]


def test_the_one_number_that_marks_a_free_slot_is_no_suspect() -> None:
    seen = Recent()
    seen.again(ids(0))
    seen.committed()
    assert not seen.again(ids(0, 0)).any()
