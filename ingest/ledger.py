"""The ledger in SQL: claims, the fence, dead letters, gaps, curiosities."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from core.errors import FencedError
from ingest.curious import Curiosities
from ingest.known import Known, SourceRow
from ingest.mask import short_raw, short_text
from ingest.model import Batch, Claim, Dead, Stream, Written
from ingest.sink import Sink, Transaction

MAX_RAW_BYTES = 4096


def claim(sink: Sink, stream: str, topic_id: str, part: int, low: int, owner: str) -> Claim:
    """Take a partition over; a partition nobody had starts at the broker's low watermark."""
    with sink.transaction() as tx:
        row = tx.rows("claim", stream=stream, topic_id=topic_id, part=part, low=low, owner=owner)[0]
    return Claim(stream, topic_id, part, row["epoch"], row["next_offset"])


def skip(sink: Sink, claimed: Claim, until: int, reason: str) -> Claim:
    """Declare offsets lost that the broker no longer has."""
    lost = Batch(claimed.stream, claimed.part, claimed.next_offset, until)
    with sink.transaction() as tx:
        advance(tx, claimed, lost, rows_n=0, dead_n=0)
        gaps(tx, claimed, lost, reason)
    return replace(claimed, next_offset=until)


def advance(tx: Transaction, claimed: Claim, batch: Batch, rows_n: int, dead_n: int) -> None:
    """Compare-and-set of epoch and offset; every batch begins with it."""
    counts = {"rows_n": rows_n, "dead_n": dead_n, "duplicates_n": 0, "gaps_n": batch.gaps_n}
    span = {"first": batch.first, "until": batch.until, "epoch": claimed.epoch}
    if tx.run("advance", **claimed.key, **span, **counts) != 1:
        raise FencedError(
            f"{claimed.stream}/{claimed.part}: epoch {claimed.epoch} at offset {batch.first} is not in the ledger"
            " any more; allowed is one owner, so this worker stops"
        )


def settle(tx: Transaction, claimed: Claim, written: Written) -> None:
    tx.later(
        "settle",
        **claimed.key,
        duplicates_n=written.duplicates_n,
        dead_n=len(written.dead),
        newest_at=written.newest_at,
    )


def gaps(tx: Transaction, claimed: Claim, batch: Batch, reason: str = "no_record") -> None:
    rows = [claimed.key | {"from_offset": a, "to_offset": b, "reason": reason} for a, b in batch.gaps]
    tx.later_many("insert_gap", rows)


def dead_letters(tx: Transaction, claimed: Claim, batch: Batch, dead: list[Dead], stream: Stream, known: Known) -> None:
    rows = [claimed.key | _letter(batch, one, stream, known) for one in dead]
    tx.later_many("insert_dead_letter", rows)


def _letter(batch: Batch, dead: Dead, stream: Stream, known: Known) -> dict[str, Any]:
    raw = batch.values[dead.index]
    return {
        "record_offset": batch.offsets[dead.index],
        "reason": dead.reason,
        "sentence": storable(short_text(dead.sentence)),
        "source_id": storable(dead.source_id) if dead.source_id else None,
        "raw": None if raw is None else kept(raw, stream, known),
        "raw_length_bytes": len(raw or b""),
        "raw_sha256": hashlib.sha256(raw or b"").digest(),
        "record_key": batch.keys[dead.index],
        "record_at": datetime.fromtimestamp(max(batch.at_ms[dead.index], 0) / 1000, UTC),
    }


def kept(raw: bytes, stream: Stream, known: Known) -> bytes:
    """The beginning of a record without what must not stay; a number of a person is found whole before the cut."""
    return short_raw(stream.hide(raw[: 2 * MAX_RAW_BYTES], known))[:MAX_RAW_BYTES]


def storable(text: str) -> str:
    return text.replace("\0", "␀").encode("utf-8", "replace").decode()[:1000]


def curiosities(tx: Transaction, stream: str, odd: Curiosities) -> None:
    rows = [
        {
            "stream": stream, "kind": kind, "name": storable(name), "source_id": storable(source), "n": n,
            "example": storable(example),
        }
        for kind, name, source, n, example in odd.sorted()
    ]  # fmt: skip
    tx.later_many("count_curiosity", rows)


class Register:
    """Numbers of sources and metrics, given outside the batch so that a rollback loses none."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink

    def sources(self, rows: list[dict[str, Any]]) -> Iterable[tuple[str, SourceRow]]:
        with self._sink.transaction() as tx:
            tx.later_many("learn_source", rows)
            found = tx.rows("read_sources", names=[r["source_id"] for r in rows] or None)
        return [(r.pop("source_id"), SourceRow(**r)) for r in found]

    def metrics(self, names: list[str]) -> Iterable[tuple[str, int, str, bool]]:
        with self._sink.transaction() as tx:
            tx.later_many("learn_metric", [{"metric": name} for name in names])
            found = tx.rows("read_metrics", names=names or None)
        return [(r["metric"], r["metric_no"], r["unit"], r["registered"]) for r in found]

    def areas(self) -> Iterable[tuple[str, int]]:
        with self._sink.transaction() as tx:
            return [(r["area_id"], r["area_no"]) for r in tx.rows("read_areas")]


def watermarks(sink: Sink, marks: list[dict[str, Any]]) -> None:
    if marks:
        with sink.transaction() as tx:
            tx.later_many("set_watermark", marks)
