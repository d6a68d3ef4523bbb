"""Our decoder of record batches answers what the client's own answers, whatever the bytes."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kafka.codec import has_snappy
from kafka.consumer.fetcher import Fetcher
from kafka.errors import CorruptRecordError
from kafka.protocol.consumer import IsolationLevel
from kafka.record.default_records import DefaultRecordBatchBuilder
from kafka.record.legacy_records import LegacyRecordBatchBuilder
from kafka.record.memory_records import MemoryRecords
from kafka.record.util import calc_crc32c
from kafka.structs import TopicPartition

from ingest.client import hooks
from ingest.client.hooks import columns_of
from ingest.client.records import Columns

pytestmark = pytest.mark.unit

TP = TopicPartition("iot.reading", 0)
STOCK = Fetcher.PartitionRecords
OURS = hooks._with_columns(STOCK)
CODECS = {"none": 0, "gzip": 1, "snappy": 2, "lz4": 3, "zstd": 4}
HEAD_BYTES, CRC_AT, ATTRIBUTES_AT = 61, 17, 21
NULL = {"producer_id": -1, "producer_epoch": -1, "base_sequence": -1, "is_transactional": False}

Row = tuple[int, bytes | None, bytes | None, int]


class Aborted(NamedTuple):
    producer_id: int
    first_offset: int


def batch(
    rows: list[tuple[int, bytes | None, bytes | None, int]],
    codec: int = 0,
    base: int = 0,
    headers: Any = (),
    **producer: Any,
) -> bytes:
    """A v2 batch of (offset, key, value, milliseconds): offsets may leave gaps."""
    builder = DefaultRecordBatchBuilder(magic=2, compression_type=codec, batch_size=1 << 26, **(NULL | producer))
    for offset, key, value, ms in rows:
        builder.append(offset - base, ms, key, value, list(headers))
    return signed(rebased(bytearray(builder.build()), base))


def rebased(raw: bytearray, base: int) -> bytearray:
    struct.pack_into(">q", raw, 0, base)
    return raw


def signed(raw: bytearray) -> bytes:
    struct.pack_into(">I", raw, CRC_AT, calc_crc32c(memoryview(raw)[ATTRIBUTES_AT:]))
    return bytes(raw)


def with_attributes(raw: bytes, bits: int) -> bytes:
    changed = bytearray(raw)
    (found,) = struct.unpack_from(">h", changed, ATTRIBUTES_AT)
    struct.pack_into(">h", changed, ATTRIBUTES_AT, found | bits)
    return signed(changed)


def marker(offset: int, producer_id: int, commit: bool) -> bytes:
    """The control batch that ends a transaction."""
    key, value = struct.pack(">hh", 0, int(commit)), struct.pack(">hi", 0, 0)
    own = {"producer_id": producer_id, "producer_epoch": 0, "base_sequence": -1, "is_transactional": True}
    return with_attributes(batch([(offset, key, value, 1)], base=offset, **own), 0x20)


def transactional(rows: list[Row], producer_id: int, base: int) -> bytes:
    own = {"producer_id": producer_id, "producer_epoch": 0, "base_sequence": 0, "is_transactional": True}
    return batch(rows, base=base, **own)


def opened(kind: Any, raw: bytes, since: int, aborted: list[Aborted] | None = None) -> Any:
    level = IsolationLevel.READ_COMMITTED
    return kind(since, TP, MemoryRecords(raw), isolation_level=level, aborted_transactions=aborted)


def read(kind: Any, raw: bytes, since: int = 0, aborted: list[Aborted] | None = None) -> Any:
    """All rows, where the next fetch begins, and what ended it."""
    part, rows, error = opened(kind, raw, since, aborted), Columns(), None
    try:
        while part:
            rows.add(columns_of(list(part.take(7))))
    except CorruptRecordError as corrupt:
        error = type(corrupt)
    found = [*zip(rows.offsets, rows.keys, rows.values, rows.at_ms, strict=True)]
    return found, part.next_fetch_offset, part.leader_epoch, error


def same(raw: bytes, since: int = 0, aborted: list[Aborted] | None = None) -> list[Row]:
    ours, stock = read(OURS, raw, since, aborted), read(STOCK, raw, since, aborted)
    assert ours == stock
    found: list[Row] = ours[0]
    return found


def some(n: int, base: int = 0, step: int = 1) -> list[Row]:
    return [(base + i * step, b"key-%d" % i, b"value-%d" % i, 1_700_000_000_000 + 7 * i) for i in range(n)]


@pytest.mark.parametrize("codec", CODECS)
def test_every_codec(codec: str) -> None:
    if codec == "snappy":
        assert has_snappy(), "a city's gateways may send snappy: the extra belongs to the lock"
    assert same(batch(some(300), CODECS[codec])) == some(300)


def test_null_is_not_empty() -> None:
    rows: list[Row] = [(0, None, b"v", 1), (1, b"k", None, 2), (2, None, None, 3), (3, b"", b"", 4)]
    assert same(batch(rows)) == rows


def test_a_fetch_may_begin_inside_a_batch_and_behind_a_gap() -> None:
    raw = batch(some(20, base=100, step=3), base=100)
    for since in range(95, 162):
        assert [r[0] for r in same(raw, since)] == [o for o in range(100, 160, 3) if o >= since]


def test_a_batch_that_compaction_emptied_moves_the_position() -> None:
    empty = bytearray(batch(some(3)))
    del empty[HEAD_BYTES:]
    struct.pack_into(">i", empty, 8, len(empty) - 12)
    struct.pack_into(">i", empty, 57, 0)
    raw = signed(empty)
    assert same(raw) == []
    assert read(OURS, raw)[1] == 3


def test_aborted_transactions_and_markers_are_not_records() -> None:
    parts = [
        transactional(some(3), 7, 0),
        transactional(some(3, base=3), 8, 3),
        marker(6, 7, commit=False),
        marker(7, 8, commit=True),
        transactional(some(2, base=8), 7, 8),
        marker(10, 7, commit=True),
        batch(some(2, base=11), base=11),
    ]
    found = same(b"".join(parts), 0, [Aborted(7, 0)])
    assert [r[0] for r in found] == [3, 4, 5, 8, 9, 11, 12]


def test_broker_time_replaces_the_producers() -> None:
    raw = with_attributes(batch(some(5)), 0x08)
    assert {r[3] for r in same(raw)} == {1_700_000_000_000 + 28}


@pytest.mark.parametrize("magic", [0, 1])
@pytest.mark.parametrize("codec", [0, 1])
def test_old_formats_are_the_clients_own(magic: int, codec: int) -> None:
    builder = LegacyRecordBatchBuilder(magic=magic, compression_type=codec, batch_size=1 << 20)
    for offset, key, value, ms in some(20):
        builder.append(offset, ms, key, value)
    raw = bytes(builder.build())
    assert len(same(raw)) == 20
    assert len(same(raw + batch(some(5, base=20), base=20), 3)) == 22


def test_headers_are_passed_over() -> None:
    raw = batch(some(50), headers=[("trace", b"x" * 90), ("empty", b""), ("null", None)])
    assert same(raw) == some(50)


def test_a_wrong_checksum_is_the_clients_error() -> None:
    good, bad = batch(some(5)), bytearray(batch(some(5, base=5), base=5))
    bad[-1] ^= 1
    assert same(good + bytes(bad)) == some(5)
    assert read(OURS, bytes(good) + bytes(bad))[3] is CorruptRecordError


@pytest.mark.parametrize("where", [HEAD_BYTES, HEAD_BYTES + 1, HEAD_BYTES + 2, HEAD_BYTES + 3, HEAD_BYTES + 4, -1])
@pytest.mark.parametrize("byte", [0x01, 0x03, 0x7F, 0x80, 0xFF])
def test_a_broken_record_is_judged_by_the_client(where: int, byte: int) -> None:
    raw = bytearray(batch(some(4)))
    raw[where] = byte
    same(signed(raw))


def test_a_poll_takes_about_as_many_rows_as_it_may() -> None:
    part = opened(OURS, b"".join(batch(some(10, base=b), base=b) for b in range(0, 100, 10)), 0)
    assert [len(part.take(25)) for _ in range(5)] == [30, 30, 30, 10, 0]


def test_plenty_of_bytes_leave_no_room() -> None:
    big = b"".join(batch([(b, None, b"x" * (5 << 20), 1)], base=b) for b in range(4))
    part = opened(OURS, big, 0)
    assert [(len(taken), len(list(taken))) for taken in (part.take(1000), part.take(1000))] == [(1000, 2), (1000, 2)]


texts = st.none() | st.binary(max_size=300) | st.integers(0, 70_000).map(lambda n: b"x" * n)
times = st.integers(0, 2**42) | st.integers(-1000, 2**61)
records = st.lists(st.tuples(st.integers(1, 200_000), texts, texts, times), min_size=1, max_size=40)
headers = st.lists(st.tuples(st.text(max_size=20), st.none() | st.binary(max_size=200)), max_size=3)


@settings(max_examples=300, deadline=None)
@given(records, headers, st.sampled_from([0, 1, 3, 4]), st.integers(0, 2**40), st.integers(0, 300))
def test_any_batch(records: Any, headers: Any, codec: int, base: int, skip: int) -> None:
    rows, offset = [], base
    for step, key, value, ms in records:
        rows.append((offset, key, value, ms))
        offset += step
    same(batch(rows, codec, base, headers), base + skip)


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_any_bytes_in_place_of_records(data: st.DataObject) -> None:
    raw = bytearray(batch(some(6)))
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(HEAD_BYTES, len(raw) - 1))] = data.draw(st.integers(0, 255))
    same(signed(raw))


class Without:
    """A consumer of another version, whose fetcher has no such hook."""

    _fetcher = object()


@pytest.mark.parametrize(("consumer", "allowed"), [(Without(), hooks.VERSION), (Without(), "0.0.0")])
def test_without_the_hook_the_client_decodes_and_the_log_says_so(
    consumer: Any, allowed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert hooks.read_columns(consumer, allowed) is False
    said = capsys.readouterr()
    assert (said.out + said.err).count("stock_decoding") == 1


def test_the_hooks_are_those_of_the_locked_version() -> None:
    from importlib.metadata import version

    assert version("kafka-python") == hooks.VERSION
    assert isinstance(STOCK, type)
    assert isinstance(STOCK.take, Callable)  # type: ignore[arg-type]
