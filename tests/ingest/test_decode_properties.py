"""Whatever bytes come, a decoder answers: each record is a row or a dead letter with a reason."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.__main__ import all_streams
from ingest.careful import MAX_EXTRA_BYTES, capped
from ingest.ledger import storable
from ingest.model import Decoded
from tests.ingest.support import GOOD, batch, known, line

pytestmark = pytest.mark.unit
STREAMS = all_streams()
KNOWN = known()
TOPICS = st.sampled_from(sorted(STREAMS))
quick = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda c: st.lists(c) | st.dictionaries(st.text(), c),
)


def accounted(topic: str, values: list[bytes | None]) -> Decoded:
    found = STREAMS[topic].decode(batch(topic, values), KNOWN)
    assert found.rows_n + len(found.dead) == len(values)
    assert found.rows_n == len(found.rows)
    places = [d.index for d in found.dead] + indexes(found.rows)
    assert sorted(places) == list(range(len(values)))
    for dead in found.dead:
        assert re.fullmatch(r"[a-z_0-9]+", dead.reason)
        assert storable(dead.sentence).encode("utf-8")
        assert len(dead.sentence) < 1000
    return found


def indexes(rows: Any) -> list[int]:
    return [e.index for e in rows] if isinstance(rows, list) else rows.index.tolist()


@quick
@given(TOPICS, st.lists(st.binary(max_size=300) | st.none(), max_size=4))
def test_any_bytes(topic: str, values: list[bytes | None]) -> None:
    accounted(topic, values)


@quick
@given(TOPICS, st.data())
def test_a_good_record_with_one_byte_changed(topic: str, data: st.DataObject) -> None:
    body = bytearray(line(GOOD[topic]))
    for _ in range(data.draw(st.integers(1, 3))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    accounted(topic, [bytes(body), line(GOOD[topic])])


@quick
@given(TOPICS, st.data())
def test_a_good_record_with_fields_replaced(topic: str, data: st.DataObject) -> None:
    fields = STREAMS[topic].struct.__struct_fields__
    changed = data.draw(st.dictionaries(st.sampled_from(fields) | st.text(max_size=8), VALUES, max_size=4))
    accounted(topic, [json.dumps(GOOD[topic] | changed).encode(), line(GOOD[topic])])


@quick
@given(st.lists(st.sampled_from(["good", "escaped", "extra", "bad", "empty"]), max_size=12))
def test_the_fast_and_the_careful_way_agree(kinds: list[str]) -> None:
    """A batch gives the rows that its records give one by one."""
    good = GOOD["iot.reading"]
    bodies = {
        "good": line(good),
        "escaped": json.dumps(good | {"source_id": "站"}).encode(),
        "extra": line(good | {"colour": 1}),
        "bad": line(good | {"value": "x"}),
        "empty": b"",
    }
    whole = accounted("iot.reading", [bodies[k] for k in kinds])
    singles = [accounted("iot.reading", [bodies[k]]) for k in kinds]
    assert whole.rows_n == sum(one.rows_n for one in singles)
    assert sorted(d.reason for d in whole.dead) == sorted(d.reason for one in singles for d in one.dead)
    assert whole.rows.value.tolist() == [v for one in singles for v in one.rows.value.tolist()]


@quick
@given(st.dictionaries(st.text(max_size=80), st.text(max_size=2000), max_size=50))
def test_unknown_fields_are_capped(fields: dict[str, str]) -> None:
    kept = capped(fields)
    assert (kept is None) == (not fields)
    assert len(json.dumps(kept, ensure_ascii=False).encode()) <= 3 * MAX_EXTRA_BYTES
