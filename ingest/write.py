"""One batch of one partition in one transaction, whatever the weather."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from time import perf_counter
from typing import Any

import msgspec
from tenacity import RetryCallState, Retrying, retry_if_exception_type, wait_exponential_jitter

from core import crash, log
from core.errors import FencedError
from ingest import ledger
from ingest.known import Known
from ingest.minute import Minutes
from ingest.model import Batch, Claim, Dead, Decoded, Stream, Written
from ingest.operate.pause import Guard
from ingest.sink import Refused, Sink, Transaction, Weather

_log = log.get("write")


class Writer:
    """Writes decoded batches; `idle(seconds)` is how it waits while the database is away."""

    def __init__(self, sink: Sink, known: Known, owner: str, idle: Callable[[float], None]) -> None:
        self._sink = sink
        self._known = known
        self._minutes = Minutes(owner)
        self.guard = Guard(known.city.file.dead_letters)
        self._retry = Retrying(
            retry=retry_if_exception_type(Weather),
            wait=wait_exponential_jitter(multiplier=0.05, max=2, jitter=0.5),
            sleep=idle,
            before_sleep=self._after_fault,
        )

    def patiently(self, work: Callable[[], Any]) -> Any:
        """Do `work` until the database lets it happen."""
        return self._retry(work)

    def write(self, stream: Stream, claim: Claim, batch: Batch) -> Claim:
        """The claim at its new offset, after the commit."""
        decoded: Decoded = self.patiently(lambda: stream.decode(batch, self._known))
        self.guard.judge(stream.topic, len(batch.offsets), [d.index for d in decoded.dead], self._known.now())
        decoded.curiosities.add_dead(decoded.dead)
        try:
            self.patiently(lambda: self._once(stream, claim, batch, decoded, careful=False))
        except Refused:
            # A repeated key or a row the database will not take: once more, and find out which.
            self.patiently(lambda: self._once(stream, claim, batch, decoded, careful=True))
        return replace(claim, next_offset=batch.until)

    def _after_fault(self, state: RetryCallState) -> None:
        self._sink.close()
        fault = state.outcome.exception() if state.outcome else None
        _log.warning("database_away", attempt=state.attempt_number, fault=str(fault))

    def _once(self, stream: Stream, claim: Claim, batch: Batch, decoded: Decoded, careful: bool) -> None:
        """One attempt; a commit whose answer was lost is found in the ledger and not repeated."""
        began = perf_counter()
        crash.point("before_begin")
        with self._sink.transaction(careful) as tx:
            if self._done(tx, claim, batch):
                return
            written = _apply(tx, stream, claim, batch, decoded, self._known)
            self._minutes.count(tx, stream.topic, decoded, written)
            crash.point("before_commit")
        crash.point("after_commit")
        self._minutes.committed(perf_counter() - began)

    def _done(self, tx: Transaction, claim: Claim, batch: Batch) -> bool:
        if self._retry.statistics.get("attempt_number", 1) == 1:
            return False
        row = tx.rows("read_offset", **claim.key)[0]
        if row["epoch"] != claim.epoch:
            raise FencedError(f"{claim.stream}/{claim.part}: epoch is {row['epoch']}, this worker holds {claim.epoch}")
        return bool(row["next_offset"] == batch.until)


def _apply(tx: Transaction, stream: Stream, claim: Claim, batch: Batch, decoded: Decoded, known: Known) -> Written:
    ledger.advance(tx, claim, batch, rows_n=decoded.rows_n, dead_n=len(decoded.dead))
    crash.point("after_cas")
    written = write_rows(tx, known, stream, batch, decoded.rows)
    crash.point("after_rows")
    ledger.settle(tx, claim, written)
    ledger.dead_letters(tx, claim, batch, decoded.dead + written.dead, stream, known)
    crash.point("after_dead")
    ledger.gaps(tx, claim, batch)
    ledger.curiosities(tx, stream.topic, decoded.curiosities)
    tx.later("notify", payload=notice(stream.topic, written))
    return written


def notice(topic: str, written: Written) -> str:
    return msgspec.json.encode({"stream": topic, "rows": written.rows_n, "newest_at": written.newest_at}).decode()


def write_rows(tx: Transaction, known: Known, stream: Stream, batch: Batch, rows: Any) -> Written:
    """Write all rows; when the database refuses some, halve until the bad record stands alone."""
    if len(rows) == 0:
        return Written()
    if not tx.careful:
        return stream.write(tx, known, batch, rows)
    try:
        with tx.savepoint():
            return stream.write(tx, known, batch, rows)
    except Refused as fault:
        if len(rows) == 1:
            return Written(dead=[Dead(_place(rows), "refused", f"the database refused the row: {fault}"[:500])])
    crash.point("mid_bisect")
    half = len(rows) // 2
    return _joined(*(write_rows(tx, known, stream, batch, part) for part in (rows[:half], rows[half:])))


def _place(rows: Any) -> int:
    first = rows[0].index if isinstance(rows, list) else rows.index[0]
    return int(first)


def _joined(a: Written, b: Written) -> Written:
    newest = [at for at in (a.newest_at, b.newest_at) if at is not None]
    return Written(
        rows_n=a.rows_n + b.rows_n,
        duplicates_n=a.duplicates_n + b.duplicates_n,
        dead=a.dead + b.dead,
        located_n=a.located_n + b.located_n,
        unlocated_n=a.unlocated_n + b.unlocated_n,
        observed_s=[*a.observed_s, *b.observed_s],
        newest_at=max(newest, default=None),
    )
