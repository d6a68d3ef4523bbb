"""A migrated database with a few devices, emptied between tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from typing import Any

import pytest

from core import city as packs
from core.city import City
from core.migrate import migrate
from core.store import Session, Store
from tests.indicators.machine import Machine

TABLES = (
    "raw.reading, raw.reading_extra, raw.video_event, raw.ticket_step, raw.report, state.ticket, ing.dirty, ing.minute, ing.stream_offset,"
    " roll.minute, roll.hour, roll.day, roll.changed, roll.waiting, val.value, val.latest, val.waiting, dim.source, dim.metric, ing.delta_batch, state.latest, state.repeat"
)
Rows = dict[str, list[dict[str, Any]]]
Seed = Callable[[Rows], None]


@cache
def zhengzhou() -> City:
    return packs.load("zhengzhou")


@pytest.fixture(scope="session")
def city() -> City:
    return zhengzhou()


@pytest.fixture(scope="module")
def database(postgres_url: str) -> Iterator[Store]:
    migrate(postgres_url)
    with Store(postgres_url, size=3) as opened:
        yield opened


@pytest.fixture
def store(database: Store) -> Store:
    """Empty tables, the metrics of the product."""
    with database.session() as session:
        session.run(f"TRUNCATE {TABLES} RESTART IDENTITY")
        for metric in zhengzhou().metrics.values():
            session.run(
                "INSERT INTO dim.metric (metric, unit, stamped_at_end, registered) VALUES (%s, %s, %s, TRUE)",
                (metric.code, metric.unit, metric.stamped_at_end),
            )
    return database


@pytest.fixture
def machine(store: Store, city: City) -> Machine:
    return Machine(store, city)


@pytest.fixture
def seed(store: Store) -> Seed:
    """Write rows as ingest would, with their marks."""

    def write(rows: Rows) -> None:
        with store.session() as session:
            for name, some in rows.items():
                for row in some:
                    WRITERS[name](session, row)

    return write


def _source(session: Session, row: dict[str, Any]) -> None:
    insert(session, "dim.source", {"registered": True} | row)


def _reading(session: Session, row: dict[str, Any]) -> None:
    """`{source, metric, at, value, quality, id, area}`."""
    values = {"at": row["at"], "id": row.get("id", f"{row['source']}{row['metric']}{row['at']}")}
    values |= {
        "source": row["source"],
        "metric": row["metric"],
        "value": row["value"],
        "quality": row.get("quality", 0),
    }
    session.run(
        "INSERT INTO raw.reading SELECT %(at)s, %(value)s, hashtextextended(%(id)s, 0), s.source_no, m.metric_no, %(quality)s"
        " FROM dim.source AS s, dim.metric AS m WHERE s.source_id = %(source)s AND m.metric = %(metric)s",
        values,
    )
    if "area" in row:
        session.run(
            "INSERT INTO raw.reading_extra (observed_at, event_hash, area_id) VALUES (%(at)s, hashtextextended(%(id)s, 0), %(area)s)",
            values | {"area": row["area"]},
        )
    mark(session, "iot.reading", row["metric"], row["at"])


def _ticket(session: Session, row: dict[str, Any]) -> None:
    """A folded ticket; every fact time gets a mark."""
    times = [v for k, v in row.items() if k.endswith("_at")]
    defaults = {"state": "accepted", "channel": "phone", "category": "QZ-heating", "last_step_at": max(times)}
    columns = {k: v for k, v in row.items() if k != "repeats"}
    insert(session, "state.ticket", defaults | columns, "ON CONFLICT (ticket_id) DO NOTHING")
    if row.get("repeats"):
        insert(session, "state.repeat", {"ticket_id": row["ticket_id"]})
    for at in times:
        mark(session, "hotline.ticket", "", at)


def _report(session: Session, row: dict[str, Any]) -> None:
    insert(session, "raw.report", {"part": 0, "record_offset": 0, "area_id": "410100"} | row)
    mark(session, "stats.report", "", row["period_start_at"])


def _minute(session: Session, row: dict[str, Any]) -> None:
    insert(session, "ing.minute", {"owner": "w"} | row)


def _stream(session: Session, row: dict[str, Any]) -> None:
    insert(
        session,
        "ing.stream_offset",
        {"topic_id": "t", "part": 0, "first_offset": 0, "next_offset": 0, "owner": "w"} | row,
    )


def _video(session: Session, row: dict[str, Any]) -> None:
    insert(session, "raw.video_event", {"camera_id": "cam", "part": 0, "record_offset": 0} | row)
    mark(session, "video.event", "", row["observed_at"])


def insert(session: Session, table: str, row: dict[str, Any], rest: str = "") -> None:
    names, marks = ", ".join(row), ", ".join(f"%({name})s" for name in row)
    session.run(f"INSERT INTO {table} ({names}) VALUES ({marks}) {rest}", row)  # noqa: S608


def mark(session: Session, family: str, measure: str, at: datetime) -> None:
    session.run(
        "INSERT INTO ing.dirty (family, measure, minute_at) VALUES (%s, %s, date_trunc('minute', %s::timestamptz))",
        (family, measure, at),
    )


WRITERS: dict[str, Callable[[Session, dict[str, Any]], None]] = {
    "sources": _source, "readings": _reading, "tickets": _ticket, "reports": _report, "minutes": _minute,
    "streams": _stream, "videos": _video,
}  # fmt: skip
