"""Operating the ingest by its command line, on a real broker and a real database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
import structlog
from typer.testing import CliRunner

from deploy.local.wait import until
from ingest.__main__ import app
from tests.ingest.processes import Sender, Worker, consumed, environment, ingest, ledger

if TYPE_CHECKING:
    from deploy.local.kafka import Kafka

pytestmark = [pytest.mark.broker, pytest.mark.db]
Services = tuple[str, str]
SETTINGS = ("DATABASE_URL", "KAFKA_BOOTSTRAP", "LOG_LEVEL", "CITY")


@pytest.fixture(scope="module")
def services(database: str, broker: Kafka) -> Services:
    assert ingest(database, broker.url, "topics").returncode == 0
    return database, broker.url


@pytest.fixture
def sender(services: Services) -> Iterator[Sender]:
    sender = Sender(services[1])
    yield sender
    sender.close()


@pytest.fixture
def worker(services: Services, tmp_path: Path) -> Iterator[Worker]:
    worker = Worker("worker-1", *services, tmp_path)
    yield worker
    worker.stop()


def asked(services: Services, *words: str) -> tuple[int, str]:
    """Exit code and words of a command in this process: a new one takes longer to start than most of them take."""
    try:
        found = CliRunner().invoke(app, words, env={name: environment(*services)[name] for name in SETTINGS})
        return found.exit_code, f"{found.output}{found.exception or ''}"  # `main` says what was raised
    finally:
        structlog.reset_defaults()


def said(services: Services, *words: str) -> str:
    code, text = asked(services, *words)
    assert code == 0, text
    return text


def sql(services: Services, statement: str, *params: Any) -> list[tuple[Any, ...]]:
    with psycopg.connect(services[0], autocommit=True) as connection:
        done = connection.execute(statement, params)  # type: ignore[arg-type]
        return done.fetchall() if done.description else []


def all_read(services: Services, before: int, sender: Sender) -> None:
    sender.producer.flush(timeout=60)
    wanted = before + sender.records_n
    until(lambda: consumed(services[0]) >= wanted, f"{wanted} offsets in the ledger", 120)


def test_a_letter_cut_short_is_replayed_from_the_broker(services: Services, worker: Worker, sender: Sender) -> None:
    """6 KiB of a report with a metric that is known tomorrow: the table keeps 4 KiB, the broker all of it."""
    before = consumed(services[0])
    record = sender.one("stats.report") | {"schema": 2, "note": "x" * 6000}
    sender.send("stats.report", record)
    sender.send("stats.report", b"{")
    all_read(services, before, sender)
    listed = said(services, "dlq", "list", "--reason", "unknown_schema")
    assert "stats.report" in listed
    [(part, offset)] = sql(services, "SELECT part, record_offset FROM ing.dead_letter WHERE reason = 'unknown_schema'")
    shown = said(services, "dlq", "show", "stats.report", str(part), str(offset))
    assert "»2«" in shown
    assert "only the first 4096 are kept" in shown
    out = said(services, "dlq", "replay", "--reason", "unknown_schema", "--who", "ops")
    assert "1 letters tried: 0 rows, 0 duplicates, 1 still bad" in out
    said(services, "dlq", "discard", "--reason", "unknown_schema", "--why", "sent by mistake", "--who", "ops")
    assert "sent by mistake" in said(services, "dlq", "show", "stats.report", str(part), str(offset))
    said(services, "audit")


def test_a_rewind_changes_no_count(services: Services, worker: Worker, sender: Sender) -> None:
    before = consumed(services[0])
    since = datetime.now(UTC) - timedelta(hours=1)
    sender.mixture(300)
    all_read(services, before, sender)
    was = [row[:9] for row in ledger(services[0])]
    lost = sql(
        services, "DELETE FROM raw.reading WHERE event_hash = (SELECT max(event_hash) FROM raw.reading) RETURNING 1"
    )
    assert ingest(*services, "audit").returncode == 1
    out = said(services, "rewind", "--to", since.isoformat())
    assert f"{len(lost)} rows came back" in out
    assert [row[:9] for row in ledger(services[0])] == was
    said(services, "audit")
    assert sql(services, "SELECT count(*) FROM ing.rewind WHERE next_offset <> until_offset") == [(0,)]


def test_the_audit_names_what_the_broker_does_not_have(services: Services, sender: Sender) -> None:
    """A ledger ahead of its broker: rows that nobody sent."""
    shift = "UPDATE ing.stream_offset SET next_offset = next_offset + %s, duplicates_n = duplicates_n + %s WHERE stream = 'video.event' AND part = 0"
    sql(services, shift, 1000, 1000)
    try:
        found = ingest(*services, "audit")
        assert found.returncode == 1
        assert "video.event/0" in found.stdout
        assert "were never there" in found.stdout
    finally:
        sql(services, shift, -1000, -1000)


def test_a_stream_pauses_instead_of_pouring_away(services: Services, worker: Worker, sender: Sender) -> None:
    """A gateway gone mad: the stream stands still with nothing of it dead, the others go on, and a person lets it go on."""
    before = consumed(services[0])
    until(worker.claimed, "a partition claimed", 60)
    for _ in range(9000):
        sender.producer.send("video.event", key=b"mad", value=b"{")
    sender.producer.flush(timeout=60)

    def paused() -> list[tuple[Any, ...]]:
        return sql(services, "SELECT sentence FROM ing.pause WHERE stream = 'video.event' AND released_at IS NULL")

    until(lambda: bool(paused()), "video.event paused", 60)
    assert "in a row could not be read" in paused()[0][0]
    sender.send("iot.reading", sender.one("iot.reading"))
    sender.producer.flush(timeout=60)
    [(dead_n,)] = sql(services, "SELECT sum(dead_n)::int FROM ing.stream_offset WHERE stream = 'video.event'")
    assert dead_n < 6000
    assert "PAUSED video.event" in said(services, "status")
    said(services, "resume", "video.event", "--who", "ops")
    until(lambda: consumed(services[0]) >= before + 9001, "all read after the resume", 120)
    said(services, "audit")
    assert "in all 0" in said(services, "lag")


def test_what_was_asked_for_on_the_page_is_carried_out_by_a_worker(services: Services, worker: Worker) -> None:
    insert = "INSERT INTO ing.work (action, who, why, stream) VALUES ('discard', 'page', 'known fault', 'video.event') RETURNING work_no"
    [(work_no,)] = sql(services, insert)
    state = "SELECT state FROM ing.work WHERE work_no = %s"
    until(lambda: sql(services, state, work_no) == [("done",)], "the work done", 60)
    assert sql(services, "SELECT count(*) FROM ing.dead_letter WHERE stream = 'video.event' AND status = 'open'") == [
        (0,)
    ]
    said(services, "audit")


def test_bad_questions_get_a_sentence(services: Services) -> None:
    for words, expected in (
        (["dlq", "replay"], "which letters?"),
        (["dlq", "replay", "--stream", "x"], "no stream"),
        (["dlq", "list", "--from", "yesterday"], "is no time"),
        (["dlq", "show", "iot.reading", "0", "999999999"], "no dead letter at offset"),
        (["dlq", "discard", "--stream", "iot.reading", "--why", " "], "--why is empty"),
    ):
        code, text = asked(services, *words)
        assert code != 0
        assert expected in " ".join(text.replace("│", " ").split())
