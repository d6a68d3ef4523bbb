"""Numpy columns and what the database reads and answers are the same values."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from core.columns import NEVER_US, arrays, column, encode
from core.store import Store

US = some.integers(0, 4_000_000_000_000_000)
WHOLE = {"int8": 63, "int4": 31, "int2": 15}
TYPES = {"at": "timestamptz", "value": "float8", "no": "int4", "code": "int2"}


@given(
    some.sampled_from(sorted(WHOLE)).flatmap(lambda k: some.tuples(some.just(k), some.lists(_of(WHOLE[k]), min_size=1)))
)
def test_whole_numbers_come_back(given: tuple[str, list[int]]) -> None:
    kind, values = given
    assert column(kind, arrays({"x": kind}, {"x": np.array(values, np.int64)})["x"]).tolist() == values


@given(some.lists(US, min_size=1))
def test_times_come_back_as_microseconds(values: list[int]) -> None:
    assert column("timestamptz", arrays({"x": "timestamptz"}, {"x": np.array(values)})["x"]).tolist() == values


@given(some.lists(some.floats(allow_nan=False), min_size=1))
def test_numbers_come_back_to_the_last_bit(values: list[float]) -> None:
    assert column("float8", arrays({"x": "float8"}, {"x": np.array(values)})["x"]).tolist() == values


@pytest.mark.db
def test_the_database_reads_both_forms_alike(postgres_url: str) -> None:
    given = {
        "at": np.array([1_700_000_000_123_456, NEVER_US]),
        "value": np.array([0.1, -1e300]),
        "no": np.array([7, -(1 << 31)]),
        "code": np.array([3, 32_767]),
    }
    with Store(postgres_url, size=1) as store, store.session() as session:
        session.run("CREATE TEMP TABLE got (at timestamptz, value float8, no int, code smallint)")
        with session.connection.cursor() as cursor, cursor.copy("COPY got FROM STDIN (FORMAT binary)") as copy:
            copy.write(encode(TYPES, given))
        same = session.rows(
            "SELECT g.at::text FROM unnest(%(at)s::timestamptz[], %(value)s::float8[], %(no)s::int[], %(code)s::smallint[])"
            " AS s (at, value, no, code) INNER JOIN got AS g ON (s.at, s.value, s.no, s.code) = (g.at, g.value, g.no, g.code)",
            arrays(TYPES, given),
        )
    at = datetime.fromtimestamp(1_700_000_000, UTC).strftime("%Y-%m-%d %H:%M:%S.123456+00")
    assert sorted(row["at"] for row in same) == ["-infinity", at]


def _of(bits: int) -> some.SearchStrategy[int]:
    return some.integers(-(1 << bits), (1 << bits) - 1)
