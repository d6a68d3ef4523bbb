"""Read a span of the topics once more, beside the running workers.

The ledger of the stream does not move: each of these records is counted there already, once and for ever. What is stored
is found by its key and left; a reading that is missing in the table comes back; a dead letter that can be read now becomes a row
as in a replay; what a person discarded stays discarded. The span has its own ledger (ing.rewind), exact at every commit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from ingest.client.reader import End
from ingest.model import Batch, Claim
from ingest.operate import letters
from ingest.operate.letters import Tools
from ingest.operate.work import Work
from ingest.write import write_rows

Say = Callable[[str], None]


def spans(tools: Tools, streams: list[str], to_at: datetime) -> list[tuple[Claim, int]]:
    """Where each partition was at `to_at`, up to what its ledger has counted; answers (place at the first offset, until)."""
    return [span for end in tools.reader.ends(streams) if (span := _span(tools, end, to_at)) is not None]


def _span(tools: Tools, end: End, to_at: datetime) -> tuple[Claim, int] | None:
    place = Claim(end.stream, end.topic_id, end.part, epoch=0, next_offset=0)
    with tools.sink.transaction() as tx:
        rows = tx.rows("read_offset", **place.key)
    until = rows[0]["next_offset"] if rows else 0
    first = max(tools.reader.first_after(end, int(to_at.timestamp() * 1000)), end.low)
    return (replace(place, next_offset=first), until) if first < until else None


def rewind(tools: Tools, job: Work, place: Claim, until: int, say: Say) -> None:
    """All of one partition; batches are transactions of their own."""
    with tools.sink.transaction() as tx:
        tx.run("begin_rewind", **place.key, work_no=job.work_no, first=place.next_offset, until=until)
    for batch in tools.reader.span(place.stream, place.part, place.next_offset, until):
        _again(tools, job, place, batch)
    say(f"{place.stream}/{place.part}: offsets {place.next_offset} to {until} read again")


def _again(tools: Tools, job: Work, place: Claim, batch: Batch) -> None:
    span = {"first": batch.first, "until": batch.until}
    with tools.sink.transaction() as tx:
        status = {row["record_offset"]: row["status"] for row in tx.rows("settled_letters", **place.key, **span)}
    open_ = _part(batch, [i for i, o in enumerate(batch.offsets) if status.get(o) == "open"])
    plain = _part(batch, [i for i, o in enumerate(batch.offsets) if status.get(o) in (None, "replayed")])
    stream = tools.streams[place.stream]
    decoded = stream.decode(plain, tools.known)
    revived = stream.decode(open_, tools.known)
    with tools.sink.transaction(careful=True) as tx:
        tx.run("lock_ledger", **place.key)
        ours = letters.lock(tx, place, open_.offsets)
        written = write_rows(tx, tools.known, stream, plain, decoded.rows)
        risen_n = 0
        if ours and open_.offsets:
            risen = letters.settle(tx, tools.known, stream, place, open_, revived, job.work_no)
            risen_n = risen.rows_n + risen.duplicates_n
        rows_n, repeated_n = written.rows_n + risen_n, written.duplicates_n
        counts = {"rows_n": rows_n, "repeated_n": repeated_n, "gaps_n": batch.gaps_n}
        counts["dead_n"] = len(batch.offsets) - rows_n - repeated_n
        tx.later("advance_rewind", **place.key, work_no=job.work_no, **span, **counts)
        tx.later("count_work", **_counted(job, rows_n, repeated_n, counts["dead_n"]))


def _counted(job: Work, rows_n: int, repeated_n: int, dead_n: int) -> dict[str, int]:
    found = {"rows_n": rows_n, "duplicates_n": repeated_n, "still_dead_n": dead_n}
    return found | {"letters_n": rows_n + repeated_n + dead_n, "unreadable_n": 0, "work_no": job.work_no}


def _part(batch: Batch, places: list[int]) -> Batch:
    def of(column: Sequence[Any]) -> list[Any]:
        return [column[i] for i in places]

    return replace(
        batch, offsets=of(batch.offsets), values=of(batch.values), keys=of(batch.keys), at_ms=of(batch.at_ms)
    )
