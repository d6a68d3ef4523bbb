"""Where a change came from, without residual."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.parts.number import places
from dashboards.reads.attribution import REST, Ratio, ratio_moves, rounded, sum_moves, with_rest

pytestmark = pytest.mark.unit


ratios = st.builds(lambda d, share: Ratio(round(d * share), d), st.integers(0, 500), st.floats(0, 1))


sides = st.dictionaries(st.sampled_from("abcdefgh"), ratios, min_size=1)


@given(sides, sides)
def test_ratio_attribution_leaves_no_residual(before: dict[str, Ratio], after: dict[str, Ratio]) -> None:
    d0, d1 = (sum(r.denominator for r in s.values()) for s in (before, after))
    moves = ratio_moves(before, after)
    if not d0 or not d1:
        assert moves == {}
        return
    change = sum(r.numerator for r in after.values()) / d1 - sum(r.numerator for r in before.values()) / d0
    assert sum(m.total for m in moves.values()) == pytest.approx(change, abs=1e-9)


def test_attribution_splits_within_and_mix() -> None:
    moves = ratio_moves({"a": Ratio(90, 100), "b": Ratio(50, 100)}, {"a": Ratio(90, 100), "b": Ratio(100, 200)})
    assert moves["a"].within == moves["b"].within == 0
    assert moves["a"].mix + moves["b"].mix == pytest.approx(190 / 300 - 140 / 200)


def test_what_no_district_holds_is_a_part_of_its_own() -> None:
    parts = with_rest({"a": Ratio(5, 10)}, Ratio(7, 14))
    assert parts[REST] == Ratio(2, 4)
    assert REST not in with_rest({"a": Ratio(5, 10)}, Ratio(5, 10))
    assert sum_moves({"a": 1.0}, {"a": 4.0}, (2.0, 6.0)) == {"a": 3.0, REST: 1.0}


@given(st.lists(st.floats(-50, 50), min_size=1, max_size=9), st.integers(0, 2))
def test_shown_parts_sum_to_the_shown_change(changes: list[float], decimals: int) -> None:
    total = places(sum(changes), decimals)
    shown = rounded(changes, total, decimals)
    assert sum(shown) == pytest.approx(total, abs=1e-9)
    assert all(abs(a - b) <= 2 * 10**-decimals for a, b in zip(changes, shown, strict=True))
