"""What the compiled loops read is what the careful way reads, value by value; what they cannot read is left to it."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingest.careful import bounded, tree, typed
from ingest.client.joined import Joined
from ingest.client.records import Packed, packed
from ingest.model import Bad, Batch
from ingest.reading import draft as drafts
from ingest.reading import plain
from ingest.reading.draft import Draft
from ingest.reading.form import Reader
from ingest.reading.scan import Scan
from ingest.streams.iot_reading import Reading
from tests.ingest.support import GOOD, batch, line

pytestmark = pytest.mark.unit
BASE = GOOD["iot.reading"]
TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=70)
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "event_id": TEXT, "source_id": TEXT, "metric": TEXT, "unit": TEXT, "value": st.floats(allow_nan=False) | st.integers(),
        "quality": st.sampled_from(["ok", "suspect", "missing", "good"]), "lon": st.floats(-200, 200), "lat": st.floats(-100, 100),
        "datum": st.sampled_from(["wgs84", "gcj02", "other"]), "observed_at": st.sampled_from(["2026-11-22T07:00:00.5Z", "yesterday"]),
        "schema": st.sampled_from([1, 2, 1.0, True, "1"]), "more": st.integers(),
    },
)  # fmt: skip


def rows(draft: Draft) -> list[tuple[Any, ...]]:
    named = [[c.names[p] for p in c.place.tolist()] for c in (draft.source, draft.metric, draft.unit, draft.spot)]
    plain = (draft.index, draft.at_us, draft.value, draft.event_hash, draft.quality)
    return list(zip(*(column.tolist() for column in plain), *named, strict=True))


def read(values: list[bytes | None]) -> tuple[list[tuple[Any, ...]], set[int]]:
    found = Reader(Reading).read(batch("iot.reading", values))
    return sorted(row for draft in found.drafts for row in rows(draft)), {one.index for one in found.dead}


def carefully(values: list[bytes | None]) -> tuple[list[tuple[Any, ...]], set[int]]:
    events, dead = [], set()
    for index, value in enumerate(values):
        try:
            events.append((index, typed(tree(bounded(value)), Reading)))
        except Bad:
            dead.add(index)
    return rows(drafts.of_events(events)), dead


def scanned(*values: bytes) -> list[bool]:
    return [good for one in packed(values) for good in Scan(one.body, one.begins, one.lengths).good.tolist()]


@settings(max_examples=200, deadline=None)
@given(st.lists(FIELDS, min_size=1, max_size=6), st.booleans(), st.sampled_from([None, 1]), st.randoms())
def test_both_ways_say_the_same(changes: list[dict[str, Any]], escaped: bool, indent: int | None, random: Any) -> None:
    values: list[bytes | None] = []
    for change in changes:
        items = list((BASE | change).items())
        random.shuffle(items)
        values.append(json.dumps(dict(items), ensure_ascii=escaped, indent=indent).encode())
    assert read(values) == carefully(values)


@settings(max_examples=300, deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False) | st.decimals(allow_nan=False, allow_infinity=False, places=3))
@example(0.1 + 0.2)
@example(5e-324)
@example(123456789012345.6)
def test_a_number_is_rounded_as_the_language_does_it(number: Any) -> None:
    written = str(number) if not isinstance(number, float) else repr(number)
    value = line(BASE).replace(b"35.5", written.encode())
    [found], _ = read([value])
    assert found[2] == float(written) or math.isclose(found[2], float(written), rel_tol=0)


@pytest.mark.parametrize(
    "number", ["01", "1.", ".5", "+1", "1e", "0x1", "1_0", "NaN", "Infinity", "--1", "1e999", "null", '"1"']
)
def test_what_is_no_json_number_is_none(number: str) -> None:
    assert read([line(BASE).replace(b"35.5", number.encode())]) == ([], {0})


@pytest.mark.parametrize(
    "written",
    [
        '{"schema":1,"schema":1,%s}', "{%s}", "[{%s}]", '{%s,"schema":1} x', '{%s,"schema":1', '{%s "schema":1}',
        '{%s,"schema":1,}', '{,%s,"schema":1}', '{%s,"schema":1,"unit":"a\tb"}', '{%s,"schema":1,"unit":"a\\qb"}',
        '{%s,"schema":1,"unit":"\\ud800"}', '{%s,"schema":1,"unit":"\\u0000"}', '{%s,"schema":11}', '{%s,"schema":1.0}',
        '{%s,"sch\\u0065ma":1,"schema":1}',
    ],
)  # fmt: skip
def test_broken_forms_are_never_taken_for_good(written: str) -> None:
    body = ",".join(f'"{name}":{json.dumps(value)}' for name, value in BASE.items() if name != "schema")
    value = (written % body).encode()
    assert read([value]) == carefully([value])


def test_bytes_that_are_no_text_go_the_careful_way() -> None:
    value = line(BASE | {"unit": "X"}).replace(b"X", b"\xff\xfe")
    assert read([value]) == ([], {0})


def test_what_is_written_as_usual_is_found_without_it() -> None:
    usual = BASE | {"unit": "μg/m³", "quality": "ok", "lon": 113.65, "lat": 34.76, "datum": "wgs84"}
    assert scanned(line(usual), json.dumps(usual, indent=2).encode(), line(BASE | {"value": 0.1 + 0.2})) == [True] * 3
    assert scanned(line(usual | {"more": 1}), b"", b"{}") == [False] * 3


def test_texts_are_forgotten_in_time_and_numbered_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain, "LIMIT", 10)
    reader = Reader(Reading)
    for turn in range(5):
        values: list[bytes | None] = [line(BASE | {"source_id": f"s.{turn}.{n}"}) for n in range(20)]
        [draft] = reader.read(batch("iot.reading", values)).drafts
        assert [draft.source.names[p] for p in draft.source.place.tolist()] == [f"s.{turn}.{n}" for n in range(20)]


def test_many_texts_find_room() -> None:
    values: list[bytes | None] = [line(BASE | {"source_id": f"sensor-{n}" * (1 + n % 4)}) for n in range(9000)]
    [draft] = Reader(Reading).read(batch("iot.reading", values)).drafts
    assert [draft.source.names[p] for p in draft.source.place.tolist()] == [
        f"sensor-{n}" * (1 + n % 4) for n in range(9000)
    ]


def test_small_bodies_are_put_together_and_large_ones_left() -> None:
    values = [line(BASE | {"event_id": f"e{n}"}) for n in range(40)]
    parts = [Packed.of(values[n : n + 4]) for n in range(0, 40, 4)]
    given = Batch("iot.reading", 0, 0, 40, list(range(40)), Joined(*parts), [None] * 40, [0] * 40)
    [one] = packed(given.values)
    assert one[:] == values
    large = list(packed(given.values, least_bytes=1))
    assert [id(one) for one in large] == [id(part) for part in parts]
    assert np.array_equal(one.lengths, [len(v) for v in values])
