"""Recount what the tables hold against what the ledger says."""

from __future__ import annotations

from collections.abc import Iterator

from core.store import Row, Store

# Readings do not keep their partition: they are counted by stream, the other streams by partition as well.
_COUNTS = (("dead_n", "dead letters"), ("gaps_n", "gaps"))


def differences(store: Store) -> list[str]:
    """One sentence for each number that does not agree; none when all do."""
    with store.session("REPEATABLE READ") as session:
        parts, streams = session.read("ops_audit_parts"), session.read("ops_audit_rows")
    return [*_parts(parts), *_rows(streams)]


def _parts(rows: list[Row]) -> Iterator[str]:
    for row in rows:
        where = f"{row['stream']}/{row['part']} (topic {row['topic_id']}, offsets {row['first_offset']} to {row['next_offset']})"
        if not row["exact"]:
            yield f"{where}: rows + dead + duplicates + gaps is not next - first"
        for name, words in _COUNTS:
            if row[name] != row[f"counted_{name}"]:
                yield f"{where}: the ledger says {row[name]} {words}, the table holds {row[f'counted_{name}']}"


def _rows(rows: list[Row]) -> Iterator[str]:
    for row in rows:
        if row["rows_n"] != row["counted_n"]:
            where = row["stream"] if row["part"] is None else f"{row['stream']}/{row['part']}"
            yield f"{where}: the ledger says {row['rows_n']} rows, the table holds {row['counted_n']}"
