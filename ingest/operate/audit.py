"""Recount what the tables and the broker hold against what the ledger says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from core import clock
from core.store import Row, Session, Store, sql
from ingest.client.reader import End

# Readings do not keep their partition: they are counted by stream, the other streams by partition as well.
_COUNTS = (("dead_n", "dead letters"), ("gaps_n", "gaps"))
_SHOWN = 20


def differences(store: Store, zone: ZoneInfo | None = None) -> list[str]:
    """One sentence for each number that does not agree; none when all do."""
    return counted(store, zone)[0]


def counted(store: Store, zone: ZoneInfo | None) -> tuple[list[str], list[Row]]:
    """Differences of the tables, all of one moment, and the partitions of the ledger at that moment."""
    with store.session("REPEATABLE READ") as session:
        session.run(sql("ops_unhurried"))
        parts, streams = session.read("ops_audit_parts"), session.read("ops_audit_rows")
        return [*_parts(parts), *_rows(streams), *(_rollups(session, zone) if zone else ())], parts


def against(parts: list[Row], ends: Iterable[End]) -> list[str]:
    """What the ledger says of the broker; ask the broker after the tables, so that its ends can only be later."""
    held = {(end.stream, end.topic_id, end.part): end for end in ends}
    streams = {end.stream: end.topic_id for end in held.values()}
    found: list[str] = []
    for row in parts:
        end = held.get((row["stream"], row["topic_id"], row["part"]))
        if end is not None:
            found += _beyond(row, end)
        elif streams.get(row["stream"]) == row["topic_id"]:
            found.append(f"{_where(row)}: the broker has no such partition")
    return found


def _beyond(row: Row, end: End) -> Iterator[str]:
    if row["next_offset"] > end.high:
        yield f"{_where(row)}: the broker ends at offset {end.high}, so {row['next_offset'] - end.high} offsets were never there"
    if row["next_offset"] < end.low:
        lost = f"offsets {row['next_offset']} to {end.low} are gone from the broker"
        yield f"{_where(row)}: {lost} and not declared as a gap yet; a worker declares them when it claims the partition"


def _where(row: Row) -> str:
    span = f"offsets {row['first_offset']} to {row['next_offset']}"
    return f"{row['stream']}/{row['part']} (topic {row['topic_id']}, {span})"


def _parts(rows: list[Row]) -> Iterator[str]:
    for row in rows:
        if not row["exact"]:
            yield f"{_where(row)}: rows + dead + duplicates + gaps is not next - first"
        for name, words in _COUNTS:
            if row[name] != row[f"counted_{name}"]:
                yield f"{_where(row)}: the ledger says {row[name]} {words}, the table holds {row[f'counted_{name}']}"


def _rows(rows: list[Row]) -> Iterator[str]:
    for row in rows:
        if row["rows_n"] != row["counted_n"]:
            where = row["stream"] if row["part"] is None else f"{row['stream']}/{row['part']}"
            yield f"{where}: the ledger says {row['rows_n']} rows, the table holds {row['counted_n']}"


def _rollups(session: Session, zone: ZoneInfo) -> Iterator[str]:
    """Buckets of the readings that do not hold what their raw rows hold, day by local day."""
    left = _SHOWN
    metrics = [row["metric"] for row in session.read("ingest/read_metrics", names=None)]
    for first, until in _days(session.read("ops_audit_spans"), zone):
        rows = session.read("ops_audit_rollups", first=first, until=until, zone=str(zone), metrics=metrics, limit=left)
        yield from (_bucket(row) for row in rows)
        left -= len(rows)
        if left <= 0:
            yield f"rollups: more than {_SHOWN} buckets differ; these are the first"
            return


def _days(spans: list[Row], zone: ZoneInfo) -> list[tuple[datetime, datetime]]:
    """The local days that spans of time touch, each once; not those that lost some of their readings to retention."""
    days = {
        day
        for span in spans
        for day in clock.buckets(span["from_at"], span["to_at"], "day", zone)
        if span["kept_from_at"] is None or day >= span["kept_from_at"]
    }
    return [(day, clock.after(day, "day")) for day in sorted(days)]


def _bucket(row: Row) -> str:
    held = f"raw or finer rows {row['expected_n']} with sum {row['expected_sum']}"
    return f"rollup {row['grain']} {row['measure']} {row['bucket_at'].isoformat()}: {held}, the bucket {row['found_n']} with {row['found_sum']}"
