"""Ended days are frozen, and their indexes built anew without gaps: rows of several partitions arrive interleaved and leave pages half full.

A day that still grows is left alone (sql/schema/0015), so each page is frozen once and not again by a vacuum against wraparound.
Readers and late writers go on meanwhile (REINDEX CONCURRENTLY). Of a packing that was cut short the remains are dropped, and it
is done again in an hour.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from core import log
from core.store import Session, statements

_log = log.get("pack")
TABLE = "raw.reading"
CALM = timedelta(hours=2)  # after the end of the day the stragglers have come
LOCK = 715_203
_FULL, _BEGUN = 100, 99


def run(url: str, now: datetime | None = None) -> int:
    """Pack what is not packed yet; answers how many indexes. One process at a time, the others leave it alone."""
    until_at = (now or datetime.now(UTC)) - CALM
    with statements(url) as session:
        if not session.rows("SELECT pg_try_advisory_lock(%s) AS ours", [LOCK])[0]["ours"]:
            return 0
        found = session.read("pack_indexes", table=TABLE, until_at=until_at)
        for index in found:
            _pack(session, index["chunk"], index["name"], index["broken"])
        if found:
            _log.info("packed", indexes=len(found), bytes_before=sum(i["bytes_n"] for i in found))
        return len(found)


def _pack(session: Session, chunk: str, name: str, broken: bool) -> None:
    """Both names come quoted from the catalogue; the mark is set only when the work is done."""
    if broken:
        session.run(f"DROP INDEX IF EXISTS {name}")
        return
    session.run(f"VACUUM (FREEZE) {chunk}")
    session.run(f"ALTER INDEX {name} SET (fillfactor = {_BEGUN})")
    session.run(f"REINDEX INDEX CONCURRENTLY {name}")
    session.run(f"ALTER INDEX {name} SET (fillfactor = {_FULL})")
