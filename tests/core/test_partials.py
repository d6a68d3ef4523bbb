"""Partial rows of one bucket become one: sums add, extremes stay extremes, the last is the newest by its time."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as some

from core.columns import Column
from core.partials import KEY, TYPES, joined

ROW = some.tuples(
    *(some.integers(0, 2) for _ in KEY), some.integers(1, 9), some.integers(-50, 50), some.integers(0, 10**6)
)


def parts(rows: list[tuple[int, ...]]) -> dict[str, Column]:
    """Each of `n` readings of the same value; `last` tells which row it came from."""
    whole = np.array(rows, np.int64).reshape(-1, len(KEY) + 3)
    columns = {name: whole[:, i] for i, name in enumerate(KEY)}
    n, value, at = whole[:, -3], whole[:, -2].astype(np.float64), whole[:, -1]
    return columns | {"n": n, "sum": n * value, "min": value, "max": value, "last": value, "last_at": at}


@given(some.lists(ROW, min_size=1, max_size=40, unique_by=lambda row: row[-1]))
def test_joined_equals_a_dictionary(rows: list[tuple[int, ...]]) -> None:
    found = joined(parts(rows))
    keys = list(zip(*(found[name].tolist() for name in KEY), strict=True))
    assert keys == sorted({row[: len(KEY)] for row in rows})
    for i, key in enumerate(keys):
        own = [row for row in rows if row[: len(KEY)] == key]
        newest = max(own, key=lambda row: row[-1])
        assert {name: found[name][i].item() for name in TYPES if name not in KEY} == {
            "n": sum(n for *_, n, _, _ in own),
            "sum": sum(n * value for *_, n, value, _ in own),
            "min": min(row[-2] for row in own),
            "max": max(row[-2] for row in own),
            "last": newest[-2],
            "last_at": newest[-1],
        }
