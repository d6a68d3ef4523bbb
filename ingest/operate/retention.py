"""Old raw rows leave by whole chunks; rollups and values stay.

The pack says how many days a table keeps (`keep_days`). A record older than that is a dead letter `too_late`, because its
bucket could no longer be computed from its rows. Chunks go a day later than records are refused, so that no record on its
way can meet a chunk that has gone. Nothing leaves before its marks are folded, and what left stays counted for the audit.
"""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import Literal, NamedTuple

from core import log
from core.city import City
from core.store import DatabaseFault, PoolTimeout, Row, Session, Store, sql
from ingest.operate import pack

_log = log.get("retention")
Table = Literal["raw.reading", "raw.video_event"]
MARGIN = timedelta(days=1)
# Table of the pack: its stream, and the families of marks that wait on its rows.
STREAMS: dict[Table, str] = {"raw.reading": "iot.reading", "raw.video_event": "video.event"}


class Dropped(NamedTuple):
    table: str
    chunks_n: int
    rows_n: int
    until_at: datetime


def run(store: Store, city: City, now: datetime | None = None) -> list[Dropped]:
    """Drop what every table no longer keeps."""
    now = now or datetime.now(UTC)
    wanted = {table: at - MARGIN for table in STREAMS if (at := city.kept_since(table, now)) is not None}
    return [found for table, until_at in wanted.items() if (found := _table(store, table, until_at))]


def keep_tidy(url: str, city: City) -> None:
    """In a thread with a connection of its own: a count of an old chunk must not keep a worker from its records."""
    threading.Thread(target=_tidy, args=(url, city), name="retention", daemon=True).start()


def _tidy(url: str, city: City) -> None:
    try:
        with Store(url, size=1) as store:
            run(store, city)
        pack.run(url)
    except (DatabaseFault, PoolTimeout) as error:
        _log.warning("not_now", fault=str(error))  # the next hour comes


def _table(store: Store, table: Table, until_at: datetime) -> Dropped | None:
    """All chunks of one table, oldest first, each in a transaction of its own: a writer waits for one at most."""
    rows_n = chunks_n = 0
    for chunk in store.read("retention_chunks", table=table, until_at=until_at):
        with store.session() as session:
            if not session.read("retention_claim", chunk=chunk["name"])[0]["there"]:
                continue
            if _waits(session, table, chunk):
                break
            rows_n += _drop(session, table, chunk)
        chunks_n += 1
        until_at = chunk["to_at"]
    if not chunks_n:
        return None
    _log.info("dropped", table=table, chunks=chunks_n, rows=rows_n, until=until_at.isoformat())
    return Dropped(table, chunks_n, rows_n, until_at)


def _waits(session: Session, table: Table, chunk: Row) -> bool:
    """Rows whose buckets are not folded yet hold their chunk and all later ones back."""
    asked = {"family": STREAMS[table], "from_at": chunk["from_at"], "to_at": chunk["to_at"]}
    pending = session.read("retention_pending", **asked)[0]
    if pending["marks_n"]:
        _log.warning("held_back", table=table, chunk=chunk["name"], marks=pending["marks_n"], oldest=str(pending["at"]))
    return bool(pending["marks_n"])


def _drop(session: Session, table: Table, chunk: Row) -> int:
    """Count under a lock that keeps writers out, note the count, and drop: all or nothing."""
    session.run(sql("retention_lock").format(chunk=chunk["name"]))
    span = {"from_at": chunk["from_at"], "to_at": chunk["to_at"]}
    counted = sql(f"retention_count_{table.partition('.')[2]}")
    rows = session.rows(counted, span)
    for row in rows:
        session.run(sql("retention_note"), row | {"stream": STREAMS[table], "until_at": chunk["to_at"]})
    if table == "raw.reading":
        session.run(sql("retention_extra"), span)
    session.run(sql("retention_drop"), span | {"table": table})
    return sum(row["rows_n"] for row in rows)
