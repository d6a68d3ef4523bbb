"""Dead letters as work: read once more by today's decoder, or discarded, always with who and why.

A replay is keyed by the offset of its letter and ends in the transaction that stores the row: it may be repeated, killed,
or run beside the workers. The letter stays as the record of what came; only the ledger counts it as a row from then on.
"""

from __future__ import annotations

import hashlib
from itertools import groupby
from typing import Any, NamedTuple

from core.errors import CityError
from ingest.client.reader import Reader
from ingest.known import Known
from ingest.ledger import storable
from ingest.mask import short_text
from ingest.model import Batch, Claim, Dead, Decoded, Stream, Written
from ingest.operate.work import Work
from ingest.sink import Row, Sink, Transaction
from ingest.write import notice, write_rows

BATCH = 200


class Tools(NamedTuple):
    """What a replay works with."""

    sink: Sink
    known: Known
    streams: dict[str, Stream]
    reader: Reader


def replay(tools: Tools, job: Work) -> bool:
    """One batch of the letters of `job`; False when none is left."""
    with tools.sink.transaction() as tx:
        rows = tx.rows("open_letters", **_asked(job), limit=BATCH)
    for key, group in groupby(rows, lambda r: (r["stream"], r["topic_id"], r["part"])):
        _replay(tools, job, Claim(*key, epoch=0, next_offset=0), list(group))
    return len(rows) > 0


def discard(tools: Tools, job: Work) -> int:
    """All letters of `job`; they stay counted as dead, and nobody need look at them again."""
    with tools.sink.transaction() as tx:
        n = tx.run("discard_letters", **_asked(job))
        tx.later("count_work", **_counts(job, letters_n=n))
    return n


def _asked(job: Work) -> dict[str, Any]:
    return job.which.params() | {"work_no": job.work_no, "asked_at": job.asked_at}


def _counts(job: Work, **counts: int) -> dict[str, int]:
    names = ("letters_n", "rows_n", "duplicates_n", "still_dead_n", "unreadable_n")
    return dict.fromkeys(names, 0) | counts | {"work_no": job.work_no}


def _replay(tools: Tools, job: Work, place: Claim, letters: list[Row]) -> None:
    if place.stream not in tools.streams:
        raise CityError(
            f"stream {place.stream}: nothing of ours reads it any more; allowed: {', '.join(tools.streams)}"
        )
    bodies = whole(tools.reader, place, letters)
    found = [row for row in letters if row["record_offset"] in bodies]
    lost = [row["record_offset"] for row in letters if row["record_offset"] not in bodies]
    stream, batch = tools.streams[place.stream], _batch(place, found, bodies)
    decoded = stream.decode(batch, tools.known)
    with tools.sink.transaction(careful=True) as tx:
        tx.run("lock_ledger", **place.key)
        if not lock(tx, place, batch.offsets):
            return  # somebody else settled one of them meanwhile: the next step reads again
        written = settle(tx, tools.known, stream, place, batch, decoded, job.work_no)
        tx.run("skip_letters", **place.key, offsets=lost, work_no=job.work_no)
        still_n = len(found) - written.rows_n - written.duplicates_n
        counts = {"rows_n": written.rows_n, "duplicates_n": written.duplicates_n, "still_dead_n": still_n}
        tx.later("count_work", **_counts(job, letters_n=len(letters), unreadable_n=len(lost), **counts))


def lock(tx: Transaction, place: Claim, offsets: list[int]) -> bool:
    """Hold these letters; False when one of them is not open any more."""
    return [row["record_offset"] for row in tx.rows("lock_letters", **place.key, offsets=offsets)] == offsets


def settle(
    tx: Transaction, known: Known, stream: Stream, place: Claim, batch: Batch, decoded: Decoded, work_no: int
) -> Written:
    """Store what is a row now, count it so in the ledger, and keep the others with today's reason."""
    written = write_rows(tx, known, stream, batch, decoded.rows)
    dead = {one.index: one for one in decoded.dead + written.dead}
    good = [offset for index, offset in enumerate(batch.offsets) if index not in dead]
    counts = {"rows_n": written.rows_n, "duplicates_n": written.duplicates_n, "newest_at": written.newest_at}
    tx.later("recount_letters", **place.key, **counts)
    tx.later("settle_letters", **place.key, offsets=good, work_no=work_no)
    tx.later_many("keep_letter", [place.key | _kept(batch, one, work_no) for one in dead.values()])
    tx.later("notify", payload=notice(stream.topic, written))
    return written


def _kept(batch: Batch, dead: Dead, work_no: int) -> dict[str, Any]:
    said = {"reason": dead.reason, "sentence": storable(short_text(dead.sentence))}
    return said | {"record_offset": batch.offsets[dead.index], "work_no": work_no}


def _batch(place: Claim, letters: list[Row], bodies: dict[int, bytes | None]) -> Batch:
    offsets = [row["record_offset"] for row in letters]
    at_ms = [int(row["record_at"].timestamp() * 1000) for row in letters]
    first, until = (offsets[0], offsets[-1] + 1) if offsets else (0, 0)
    keys = [row["record_key"] for row in letters]
    return Batch(place.stream, place.part, first, until, offsets, [bodies[o] for o in offsets], keys, at_ms)


def whole(reader: Reader, place: Claim, letters: list[Row]) -> dict[int, bytes | None]:
    """Records as they came, by offset: from the table when it kept all of it, else from the broker while it has them."""
    kept = {row["record_offset"]: row["raw"] for row in letters if _same(row["raw"], row)}
    others = {row["record_offset"]: row for row in letters if row["record_offset"] not in kept}
    if not others or place.topic_id not in {end.topic_id for end in reader.ends([place.stream])}:
        return kept
    found = reader.values(place.stream, place.part, sorted(others))
    return kept | {offset: value for offset, value in found.items() if _same(value, others[offset])}


def _same(value: bytes | None, letter: Row) -> bool:
    return hashlib.sha256(value or b"").digest() == bytes(letter["raw_sha256"])
