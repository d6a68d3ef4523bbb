"""What we use of kafka-python that is not its public interface: all of it is here, and only of the version named here.

`PartitionRecords` of the fetcher turns the bytes of a fetch into records. Ours keeps its judgement of batches (checksum,
control batches, aborted transactions, where to go on) and replaces what happens inside a batch: instead of one object
per record it yields one `Columns` per batch. When the hook is not there, everything is the client's own and only slower.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.metadata import version
from typing import Any

from core import log
from ingest.client.records import Columns, Head, OddBatch, decode

_log = log.get("source")

VERSION = "3.0.12"
MAX_TAKE_BYTES = 8 << 20


def topic_id(consumer: Any, topic: str) -> str | None:
    """The public interface does not pass the id on; without it a topic that was deleted and created anew would look
    like the old one."""
    found = consumer._cluster.topic_id(topic)
    return None if found is None else str(found)


def share_anew(consumer: Any) -> None:
    """Ask the group for a rebalance; the public interface of the client has no word for it."""
    consumer._coordinator.request_rejoin()


def read_columns(consumer: Any, allowed: str = VERSION) -> bool:
    """Let this consumer's `poll` answer `Columns`; False, once said in the log, when that cannot be."""
    found = version("kafka-python")
    stock = getattr(getattr(consumer, "_fetcher", None), "PartitionRecords", None)
    if found != allowed or stock is None:
        _log.warning("stock_decoding", found=found, allowed=allowed, hook=stock is not None)
        return False
    consumer._fetcher.PartitionRecords = _with_columns(stock)
    return True


def columns_of(records: list[Any]) -> Columns:
    """What one partition of a poll holds, whoever decoded it."""
    if records and isinstance(records[0].value, Columns):
        return _joined([record.value for record in records])
    return Columns(
        [r.offset for r in records],
        [r.value for r in records],
        [r.key for r in records],
        [r.timestamp for r in records],
        sum(len(r.value or b"") for r in records),
    )


def _joined(parts: list[Columns]) -> Columns:
    first, *others = parts
    for other in others:
        first.add(other)
    return first


def _with_columns(stock: Any) -> Any:
    class ColumnRecords(stock):  # type: ignore[misc]
        def __init__(self, fetch_offset: int, tp: Any, records: Any, **options: Any) -> None:
            super().__init__(fetch_offset, tp, _Batches(records, fetch_offset), **options)

        def take(self, n: int) -> _Taken:
            """As many batches as hold about `n` records, so that `max_poll_records` keeps its meaning."""
            taken = _Taken(n)
            while not taken.full and self.record_iterator is not None:
                try:
                    for record in super().take(1):
                        taken.put(record)
                except Exception as error:
                    if not taken:
                        raise
                    self._next_inline_exception = error  # the next take raises it
                    break
            return taken

    return ColumnRecords


class _Taken(list[Any]):
    """Records of up to `room_n` rows. The fetcher subtracts the length from what a poll may still take."""

    def __init__(self, room_n: int) -> None:
        super().__init__()
        self._room_n = room_n
        self._rows_n = self._bytes_n = 0

    def put(self, record: Any) -> None:
        self.append(record)
        self._rows_n += len(record.value)
        self._bytes_n += record.value.bytes_n

    @property
    def full(self) -> bool:
        return len(self) >= self._room_n

    def __len__(self) -> int:
        """Rows; bytes in plenty leave no room for more."""
        return max(self._rows_n, self._room_n) if self._bytes_n >= MAX_TAKE_BYTES else self._rows_n


class _Batches:
    """The record batches of one fetch, each as one record."""

    def __init__(self, records: Any, since: int) -> None:
        self._records = records
        self._since = since

    def next_batch(self) -> Any:
        batch = self._records.next_batch()
        return None if batch is None else _Batch(batch, self._since)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._records, name)


class _Batch:
    """A stock batch whose iteration yields all its records at once."""

    def __init__(self, batch: Any, since: int) -> None:
        self._batch = batch
        self._since = since

    def __getattr__(self, name: str) -> Any:
        return getattr(self._batch, name)

    def __next__(self) -> Any:
        return next(self._batch)

    def __iter__(self) -> Iterator[_Whole]:
        return _decoded(self._batch, self._since)


class _Whole:
    """Looks like one record to the stock code around it: the last one of its batch."""

    key = checksum = None
    headers: tuple[()] = ()

    def __init__(self, rows: Columns, batch: Any, valid: Callable[[], bool] = lambda: True) -> None:
        self.value = rows
        self.offset = rows.offsets[-1] if rows.offsets else -1
        self.timestamp = rows.at_ms[-1] if rows.at_ms else -1
        self.timestamp_type = batch.timestamp_type
        self.size_in_bytes = rows.bytes_n
        self.validate_crc = valid


def _decoded(batch: Any, since: int) -> Iterator[_Whole]:
    """By our decoder; what it does not know (old formats, broken records) by the client's, which raises what it raises."""
    if batch.magic == 2:
        try:
            rows = _columns(batch).since(since)
            if len(rows):
                yield _Whole(rows, batch)
            return
        except OddBatch as odd:
            _log.warning("odd_batch", first=batch.base_offset, why=str(odd))
    for r in batch:
        yield _Whole(Columns([r.offset], [r.value], [r.key], [r.timestamp], len(r.value or b"")), batch, r.validate_crc)


def _columns(batch: Any) -> Columns:
    batch._maybe_uncompress()
    body = bytes(memoryview(batch._buffer)[batch._pos :])
    stamp_ms = batch.max_timestamp if batch.timestamp_type else None
    return decode(body, Head(batch.base_offset, batch.first_timestamp, batch.records_count, stamp_ms))
