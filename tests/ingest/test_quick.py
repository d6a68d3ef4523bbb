"""The quick way of the low-volume streams sees what the careful way sees."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import copytext
from ingest.__main__ import all_streams
from ingest.careful import bounded, tree, typed
from ingest.event import quick
from ingest.model import Bad
from tests.ingest.support import GOOD, batch, known, line

pytestmark = pytest.mark.unit
STREAMS = all_streams()
TOPICS = ("hotline.ticket", "stats.report", "video.event")
FREE = {"hotline.ticket": "attributes", "stats.report": "more", "video.event": "attributes"}
few = settings(max_examples=150, deadline=None)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda c: st.lists(c, max_size=3) | st.dictionaries(st.text(max_size=8), c, max_size=3),
    max_leaves=8,
)


@few
@given(st.sampled_from(TOPICS), JSON, st.booleans(), st.booleans())
def test_both_ways_read_the_same(topic: str, extra: Any, escaped: bool, spaced: bool) -> None:
    record = GOOD[topic] | {FREE[topic]: {"k": extra}, "unknown": extra}
    text = json.dumps(record, ensure_ascii=escaped, separators=None if spaced else (",", ":"))
    try:
        value = text.encode()
        careful = tree(bounded(value))
    except (Bad, UnicodeEncodeError):
        return
    struct = STREAMS[topic].struct
    found = quick._quick(value, struct)
    if found is not None:
        assert found == (typed(careful, struct), careful)
        assert quick.canonical(found[1]) == quick.canonical(careful)


ODD = {
    "duplicate_key": lambda body: body[:-1] + b',"schema":1}',
    "number_too_large": lambda body: body[:-1] + b',"n":' + b"7" * 41 + b"}",
    "not_finite": lambda body: body[:-1] + b',"n":1e400}',
    "not_utf8": lambda body: body[:-1] + b',"n":"\xed\xa0\x80"}',
    "bad_text": lambda body: body[:-1] + b',"n":"\\u0000"}',
    "too_deep": lambda body: body[:-1] + b',"n":' + b"[" * 16 + b"]" * 16 + b"}",
    "unknown_schema": lambda body: body.replace(b'"schema":1', b'"schema":true'),
    "not_object": lambda body: b"[" + body + b"]",
    "byte_order_mark": lambda body: b"\xef\xbb\xbf" + body,
}


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("reason", ODD)
def test_odd_records_are_dead_letters_with_their_reason(topic: str, reason: str) -> None:
    body = line(GOOD[topic]).replace(b'"schema": 1', b'"schema":1')
    found = STREAMS[topic].decode(batch(topic, [body, ODD[reason](body), body]), known())
    assert [(d.index, d.reason) for d in found.dead] == [(1, reason)]
    assert [e.index for e in found.rows] == [0, 2]


@pytest.mark.parametrize("topic", TOPICS)
def test_a_repeated_key_inside_the_attributes_is_seen(topic: str) -> None:
    body = line(GOOD[topic])[:-1] + f',"{FREE[topic]}":{{"a":1,"a":2}}}}'.encode()
    assert [d.reason for d in STREAMS[topic].decode(batch(topic, [body]), known()).dead] == ["duplicate_key"]


@few
@given(st.lists(st.tuples(st.none() | st.text(), st.none() | st.integers() | st.floats(), st.none() | st.booleans())))
def test_copied_text_is_read_back(rows: list[tuple[Any, ...]]) -> None:
    """Lines of COPY split and unescaped as its documentation says."""
    plain = [(None if text is None else text.replace("\0", ""), *others) for text, *others in rows]
    try:
        lines = copytext.lines(plain).decode().split("\n")[:-1]
    except UnicodeEncodeError:
        return
    unescape = {"\\\\": "\\", "\\t": "\t", "\\n": "\n", "\\r": "\r"}
    for (text, number, truth), written in zip(plain, lines, strict=True):
        first, second, third = written.split("\t")
        said = "".join(unescape.get(p, p) for p in _pieces(first))
        assert (None if first == copytext.NULL else said) == text
        assert second == (copytext.NULL if number is None else str(number))
        assert third == (copytext.NULL if truth is None else str(truth))


def _pieces(text: str) -> list[str]:
    """Single characters and escapes."""
    found, rest = [], text
    while rest:
        size = 2 if rest[0] == "\\" else 1
        found.append(rest[:size])
        rest = rest[size:]
    return found


def test_positions_of_all_datums_move_in_one_go() -> None:
    video = GOOD["video.event"]
    datums = ("gcj02", "wgs84", "bd09", None, "gcj02", "cgcs2000")
    here = {"lon": 113.665, "lat": 34.757}
    records = [video | {"event_id": f"d{n}"} | (here | {"datum": d} if d else {}) for n, d in enumerate(datums)]
    together = STREAMS["video.event"].decode(batch("video.event", [line(r) for r in records]), known()).rows
    alone = [STREAMS["video.event"].decode(batch("video.event", [line(r)]), known()).rows[0] for r in records]
    assert [msgspec.structs.astuple(e.row) for e in together] == [msgspec.structs.astuple(e.row) for e in alone]
    assert len({e.row.lon for e in together}) == 4
