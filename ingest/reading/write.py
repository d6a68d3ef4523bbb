"""Readings into the database: COPY first, and row by row against what is there only when a key repeats."""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np

from core.columns import at, encode
from ingest.known import Known
from ingest.model import Batch, Dead, Written
from ingest.native import Truths
from ingest.reading.follow import follow
from ingest.reading.readings import Readings
from ingest.reading.recent import Recent
from ingest.sink import Transaction

ROW = {
    "observed_at": "timestamptz",
    "value": "float8",
    "event_hash": "int8",
    "source_no": "int4",
    "metric_no": "int2",
    "quality": "int2",
}
STAGED = {"place": "int4", **ROW}


def write(tx: Transaction, known: Known, batch: Batch, rows: Readings) -> Written:
    """Insert what is new; its newest values and rollups follow in the same transaction."""
    written = Written()
    if len(rows) == 0:
        return written
    new = _insert(tx, known.recent, rows, written)
    _extras(tx, new)
    follow(tx, known.newest, new)
    return _counted(written, new)


def _counted(written: Written, new: Readings) -> Written:
    written.rows_n = len(new)
    written.located_n = int(new.located.sum())
    written.unlocated_n = len(new) - written.located_n
    if len(new):
        written.newest_at = at(int(new.at_us.max()))
        written.observed_s = new.at_us / 1e6
    return written


def _encoded(rows: Readings, types: dict[str, str]) -> bytes:
    columns = {name: getattr(rows, name) for name in types if name not in ("observed_at", "place")}
    return encode(types, columns | {"observed_at": rows.at_us, "place": np.arange(len(rows))})


def _insert(tx: Transaction, recent: Recent, rows: Readings, written: Written) -> Readings:
    """Straight into the table, but for what was written lately; a repeated key fails the first attempt, and the careful one
    sorts it out."""
    suspect = np.ones(len(rows), np.bool_) if tx.careful else recent.again(rows.event_hash)
    if not tx.careful:
        tx.on_commit(recent.committed)
    if not suspect.all():
        tx.copy("copy_reading", _encoded(rows.take(~suspect), ROW))
    if not suspect.any():
        return rows
    new = ~suspect
    new[suspect] = _insert_new(tx, rows.take(suspect), written)
    return rows.take(new)


def _insert_new(tx: Transaction, rows: Readings, written: Written) -> Truths:
    """Some key may repeat, in the batch or in the table: insert the others and judge each repeat."""
    tx.copy("copy_staged_reading", _encoded(rows, STAGED))
    span = {"first_at": at(int(rows.at_us.min())), "last_at": at(int(rows.at_us.max()))}
    new = [row["place"] for row in tx.rows("insert_staged_reading", **span)]
    conflicts = {row["place"] for row in tx.rows("conflicting_reading", **span)} - set(new)
    written.duplicates_n += len(rows) - len(new) - len(conflicts)
    written.dead.extend(_conflict(rows, place) for place in sorted(conflicts))
    inserted = np.zeros(len(rows), np.bool_)
    inserted[new] = True
    return inserted


def _conflict(rows: Readings, place: int) -> Dead:
    when = at(int(rows.at_us[place])).isoformat()
    sentence = f"value is {float(rows.value[place])!r}, but this event_id at {when} is stored with other content"
    return Dead(int(rows.index[place]), "id_conflict", sentence)


def _extras(tx: Transaction, new: Readings) -> None:
    if not new.extra:
        return
    found = [(i, new.extra[p]) for i, p in enumerate(new.index.tolist()) if p in new.extra]
    tx.later_many("insert_reading_extra", [_extra_row(new, i, extra) for i, extra in found])


def _extra_row(new: Readings, i: int, extra: Any) -> dict[str, Any]:
    lon, lat = extra.position or (None, None)
    fields = msgspec.json.encode(extra.fields).decode() if extra.fields else None
    key = {"observed_at": at(int(new.at_us[i])), "event_hash": int(new.event_hash[i])}
    return key | {"lon": lon, "lat": lat, "area_id": extra.area_id, "extra": fields}
