"""Where the fault of a refused record stands."""

from __future__ import annotations

import pytest

from core.spot import marked
from ingest.__main__ import all_streams
from tests.ingest.support import GOOD, batch, known, line

pytestmark = pytest.mark.unit
STREAMS = all_streams()


@pytest.mark.parametrize(
    ("topic", "raw", "expected"),
    [
        ("iot.reading", b'{"schema": 1, oops}', '{"schema": 1, »o«ops}'),
        ("iot.reading", b'{"a": "\xff"}', '{"a": "»\\xff«"}'),
        ("iot.reading", b'{"schema": 1', '{"schema": »1«'),
        ("iot.reading", line(GOOD["iot.reading"] | {"value": "x"}), '"value": »"x"«'),
        ("iot.reading", line(GOOD["iot.reading"] | {"value": 1e9}), '"value": »1000000000.0«'),
        ("iot.reading", line(GOOD["iot.reading"] | {"schema": 7}), '"schema": »7«'),
        ("iot.reading", b'{"schema": 1, "schema": 1}', '{"schema": 1, »"schema"«: 1}'),
        ("hotline.ticket", line(GOOD["hotline.ticket"] | {"step": "lost"}), '"step": »"lost"«'),
        ("hotline.ticket", line(GOOD["hotline.ticket"] | {"result": {"solved": 3}}), '"solved": »3«'),
    ],
)
def test_the_spot_is_where_the_sentence_says(topic: str, raw: bytes, expected: str) -> None:
    [dead] = STREAMS[topic].decode(batch(topic, [raw]), known()).dead
    assert expected in marked(raw, dead.sentence)


def test_a_field_that_is_missing_has_no_spot() -> None:
    raw = b'{"schema": 1}'
    [dead] = STREAMS["iot.reading"].decode(batch("iot.reading", [raw]), known()).dead
    assert marked(raw, dead.sentence) == raw.decode()
