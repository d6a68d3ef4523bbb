"""The sink on a real database: what is counted, what is fenced, what is dead."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from core.errors import FencedError
from ingest.known import Known
from ingest.model import Batch
from ingest.sink import Transaction
from ingest.write import Writer
from tests.ingest.desk import STREAMS, Desk
from tests.ingest.support import GOOD, batch, line

pytestmark = pytest.mark.db


def reading(desk: Desk, n: int, **fields: Any) -> dict[str, Any]:
    now = datetime.now(UTC).replace(microsecond=0)
    own = {
        "event_id": f"{desk.part}-{n}",
        "source_id": f"dev.{desk.part}",
        "observed_at": (now - timedelta(minutes=n)).isoformat(),
    }
    return GOOD["iot.reading"] | own | fields


def latest(desk: Desk) -> list[dict[str, Any]]:
    return desk.rows(
        "SELECT l.value FROM state.latest l JOIN dim.source s USING (source_no) WHERE source_id = %s",
        f"dev.{desk.part}",
    )


def test_readings_become_rows_latest_and_deltas(desk: Desk) -> None:
    desk.send("iot.reading", reading(desk, 2, value=1), reading(desk, 1, value=2), reading(desk, 3, value=3))
    assert desk.counts("iot.reading") == (3, 0, 0, 0)
    assert latest(desk) == [{"value": 2.0}]
    added = "SELECT sum(d.n) AS n, sum(d.sum) AS sum FROM ing.delta d JOIN dim.source s USING (source_no) WHERE source_id = %s"
    assert desk.rows(added, f"dev.{desk.part}") == [{"n": 3, "sum": 6.0}]


def test_duplicates_in_the_batch_and_in_the_table_are_counted(desk: Desk) -> None:
    one, two = reading(desk, 1), reading(desk, 2)
    desk.send("iot.reading", one, one)
    desk.send("iot.reading", one, two, two)
    assert desk.counts("iot.reading") == (2, 0, 3, 0)


def test_the_same_id_with_another_value_is_a_conflict(desk: Desk) -> None:
    one = reading(desk, 1)
    desk.send("iot.reading", one)
    desk.send("iot.reading", one | {"value": 99.0}, reading(desk, 2))
    assert desk.counts("iot.reading") == (2, 1, 0, 0)
    assert desk.dead() == ["id_conflict"]


def test_a_missing_reading_is_kept_and_never_the_newest(desk: Desk) -> None:
    desk.send("iot.reading", reading(desk, 2, value=7), reading(desk, 1, quality="missing", value=0))
    assert desk.counts("iot.reading") == (2, 0, 0, 0)
    assert latest(desk) == [{"value": 7.0}]


def test_an_older_reading_does_not_replace_the_newest(desk: Desk) -> None:
    desk.send("iot.reading", reading(desk, 1, value=5))
    desk.send("iot.reading", reading(desk, 9, value=6))
    assert latest(desk) == [{"value": 5.0}]


def test_a_moving_source_keeps_each_position(desk: Desk) -> None:
    first = reading(desk, 2, lon=113.65, lat=34.76)
    desk.send("iot.reading", first, reading(desk, 1, lon=113.70, lat=34.80, colour="red"))
    extra = desk.rows("SELECT lon, area_id, extra FROM raw.reading_extra WHERE lon = 113.70 AND extra IS NOT NULL")
    assert extra[0]["extra"] == {"colour": "red"}
    source = desk.rows("SELECT lon, area_id, registered FROM dim.source WHERE source_id = %s", f"dev.{desk.part}")[0]
    assert (source["lon"], source["registered"]) == (113.65, False)
    assert source["area_id"].startswith("4101")


def test_dead_letters_keep_what_came(desk: Desk) -> None:
    desk.send("iot.reading", b"", None, b'{"a"', reading(desk, 1), b"x" * 70_000)
    assert desk.counts("iot.reading") == (1, 4, 0, 0)
    rows = desk.rows(
        "SELECT raw, raw_length_bytes, sentence FROM ing.dead_letter WHERE part = %s ORDER BY record_offset", desk.part
    )
    assert [r["raw_length_bytes"] for r in rows] == [0, 0, 4, 70_000]
    assert [None if r["raw"] is None else len(r["raw"]) for r in rows] == [0, None, 4, 4096]


def test_gaps_between_records_are_declared(desk: Desk) -> None:
    desk.claim("iot.reading")
    holes = batch("iot.reading", [line(reading(desk, 1)), line(reading(desk, 2))], 0, desk.part)
    holes.offsets, holes.until = [2, 5], 8
    desk.write("iot.reading", holes)
    assert desk.counts("iot.reading") == (2, 0, 0, 6)
    spans = desk.rows("SELECT from_offset, to_offset FROM ing.gap WHERE part = %s ORDER BY 1", desk.part)
    assert [(s["from_offset"], s["to_offset"]) for s in spans] == [(0, 2), (3, 5), (6, 8)]


def test_a_worker_that_lost_its_partition_is_fenced(desk: Desk) -> None:
    desk.send("iot.reading", reading(desk, 1))
    old = desk.claims["iot.reading"]
    new = desk.claim("iot.reading", owner="w2")
    assert (new.epoch, new.next_offset) == (old.epoch + 1, 1)
    desk.claims["iot.reading"] = old
    with pytest.raises(FencedError, match="is not in the ledger any more"):
        desk.send("iot.reading", reading(desk, 2))
    assert desk.counts("iot.reading") == (1, 0, 0, 0)


def test_the_same_batch_twice_is_fenced(desk: Desk) -> None:
    desk.claim("iot.reading")
    records = batch("iot.reading", [line(reading(desk, 1))], 0, desk.part)
    before = desk.claims["iot.reading"]
    desk.write("iot.reading", records)
    desk.claims["iot.reading"] = before
    with pytest.raises(FencedError):
        desk.write("iot.reading", records)
    assert desk.counts("iot.reading") == (1, 0, 0, 0)


def test_a_row_the_database_refuses_is_found_by_halving(desk: Desk) -> None:
    """A constraint that the checks do not know stands for whatever slips through them."""
    desk.claim("iot.reading")
    records = batch("iot.reading", [line(reading(desk, n)) for n in range(8)], 0, desk.part)
    decode = STREAMS["iot.reading"].decode

    def spoiled(given: Batch, known: Known) -> Any:
        found = decode(given, known)
        found.rows.source_no[5] = -1
        return found

    with psycopg.connect(desk.url, autocommit=True) as connection:
        connection.execute("ALTER TABLE raw.reading ADD CONSTRAINT spoil CHECK (source_no > 0)")
    try:
        stream = STREAMS["iot.reading"]
        spoiling = type(stream)(stream.topic, stream.struct, spoiled, stream.write)
        desk.claims["iot.reading"] = desk.writer.write(spoiling, desk.claims["iot.reading"], records)
    finally:
        with psycopg.connect(desk.url, autocommit=True) as connection:
            connection.execute("ALTER TABLE raw.reading DROP CONSTRAINT spoil")
    assert desk.counts("iot.reading") == (7, 1, 0, 0)
    assert desk.dead() == ["refused"]


def test_the_identity_is_held_by_the_database_itself(desk: Desk) -> None:
    desk.send("iot.reading", reading(desk, 1))
    with pytest.raises(psycopg.errors.CheckViolation):
        desk.rows("UPDATE ing.stream_offset SET rows_n = rows_n + 1 WHERE part = %s RETURNING part", desk.part)


def test_a_lost_answer_to_a_commit_is_not_written_twice(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.send("iot.reading", reading(desk, 2))  # its source is known now: the next transaction is that of the batch
    commit, lost = Transaction.commit, [True]

    def losing(self: Transaction) -> None:
        """Commit, and lose the connection before the answer arrives: once."""
        commit(self)
        if lost and lost.pop():
            desk.sink.close()
            raise psycopg.OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(Transaction, "commit", losing)
    desk.send("iot.reading", reading(desk, 1))
    assert lost == []
    assert desk.counts("iot.reading") == (2, 0, 0, 0)


def test_weather_is_waited_for(desk: Desk) -> None:
    waits: list[float] = []
    desk.writer = Writer(desk.sink, desk.known, "w1", idle=waits.append)
    desk.send("iot.reading", reading(desk, 1))
    with psycopg.connect(desk.url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND datname = current_database() AND backend_type = 'client backend'"
        )
    desk.send("iot.reading", reading(desk, 2))
    assert desk.counts("iot.reading") == (2, 0, 0, 0)
    assert len(waits) >= 1


def test_a_fault_of_the_schema_stops_and_shouts(desk: Desk) -> None:
    desk.claim("video.event")
    with psycopg.connect(desk.url, autocommit=True) as connection:
        connection.execute("ALTER TABLE raw.video_event RENAME TO away")
    try:
        with pytest.raises(Exception, match="42P01"):
            desk.send("video.event", video(desk, 1))
    finally:
        with psycopg.connect(desk.url, autocommit=True) as connection:
            connection.execute("ALTER TABLE raw.away RENAME TO video_event")
    assert desk.counts("video.event") == (0, 0, 0, 0)
    assert desk.dead() == []


def video(desk: Desk, n: int, **fields: Any) -> dict[str, Any]:
    own = {"event_id": f"{desk.part}-{n}", "observed_at": datetime.now(UTC).isoformat()}
    return GOOD["video.event"] | own | fields


def test_events_are_remembered_by_id(desk: Desk) -> None:
    one = video(desk, 1)
    other_order = json.dumps(dict(reversed(one.items()))).encode()
    desk.send("video.event", one, other_order, one | {"type": "fire"})
    desk.send("video.event", one, video(desk, 2))
    assert desk.counts("video.event") == (2, 1, 2, 0)
    assert desk.dead() == ["id_conflict"]


def test_reports_are_kept_by_revision(desk: Desk) -> None:
    report = GOOD["stats.report"] | {"indicator": f"test.{desk.part}"}
    desk.send(
        "stats.report", report | {"event_id": f"{desk.part}a"}, report | {"event_id": f"{desk.part}b", "revision": 1}
    )
    assert desk.counts("stats.report") == (2, 0, 0, 0)
    marks = desk.rows("SELECT family FROM ing.dirty WHERE measure = %s", f"test.{desk.part}")
    assert marks == [{"family": "stats.report"}]
