"""The ledger as a table for a terminal."""

from __future__ import annotations

from core.store import Row, Store

_HEAD = ("stream", "part", "first", "next", "rows", "dead", "dup", "gaps", "lag", "epoch", "owner", "identity")


def table(store: Store) -> str:
    lines = [_HEAD, *(_line(row) for row in store.read("ops_ledger"))]
    widths = [max(len(line[i]) for line in lines) for i in range(len(_HEAD))]
    return "\n".join("  ".join(cell.ljust(w) for cell, w in zip(line, widths, strict=True)).rstrip() for line in lines)


def _line(row: Row) -> tuple[str, ...]:
    names = ("stream", "part", "first_offset", "next_offset", "rows_n", "dead_n", "duplicates_n", "gaps_n", "lag_n")
    cells = ["–" if row[name] is None else str(row[name]) for name in (*names, "epoch", "owner")]
    return (*cells, "exact" if row["exact"] else "BROKEN")
