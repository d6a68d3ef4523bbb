"""Indexes of ended days are built anew without gaps: rows of several partitions arrive interleaved and leave pages half full.

Readers and late writers go on meanwhile (REINDEX CONCURRENTLY). Of a packing that was cut short the remains are dropped, and it
is done again in an hour.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import psycopg
from psycopg.rows import dict_row

from core import log
from core.store import sql

_log = log.get("pack")
TABLE = "raw.reading"
CALM = timedelta(hours=2)  # after the end of the day the stragglers have come
LOCK = 715_203
_FULL, _BEGUN = 100, 99


def run(url: str, now: datetime | None = None) -> int:
    """Pack what is not packed yet; answers how many indexes. One process at a time, the others leave it alone."""
    asked = {"table": TABLE, "until_at": (now or datetime.now(UTC)) - CALM}
    with psycopg.connect(url, autocommit=True, row_factory=dict_row, connect_timeout=10) as connection:
        if not connection.execute("SELECT pg_try_advisory_lock(%s) AS ours", [LOCK]).fetchall()[0]["ours"]:
            return 0
        found = connection.execute(sql("pack_indexes"), asked).fetchall()
        for index in found:
            _pack(connection, index["name"], index["broken"])
        if found:
            _log.info("packed", indexes=len(found), bytes_before=sum(i["bytes_n"] for i in found))
        return len(found)


def _pack(connection: psycopg.Connection[object], name: str, broken: bool) -> None:
    """`name` comes quoted from the catalogue; the mark is set only when the work is done."""
    if broken:
        connection.execute(f"DROP INDEX IF EXISTS {name}")
        return
    connection.execute(f"ALTER INDEX {name} SET (fillfactor = {_BEGUN})")
    connection.execute(f"REINDEX INDEX CONCURRENTLY {name}")
    connection.execute(f"ALTER INDEX {name} SET (fillfactor = {_FULL})")
