"""The database dies, cuts, refuses or is full: rule 4. Weather is waited for, our own schema is shouted about."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

from tests.faults.plant import Plant
from tests.ingest.processes import ledger


def run(url: str, *statements: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)  # type: ignore[call-overload]


def one(url: str, statement: str) -> Any:
    with psycopg.connect(url) as connection:
        return connection.execute(statement).fetchone()[0]  # type: ignore[call-overload,index]


@pytest.mark.faults_quick
def test_the_server_is_killed(plant: Plant, kills: int) -> None:
    plant.share()
    with plant.load():
        for _ in range(max(kills // 4, 1)):
            plant.moves()
            plant.postgres.kill()
            plant.postgres.start()
    plant.recovers()
    assert plant.ends == []


CUT = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE pid <> pg_backend_pid() AND datname = current_database() AND usename = current_user
"""


@pytest.mark.faults_quick
def test_sessions_are_terminated(plant: Plant, kills: int) -> None:
    plant.share()
    with plant.load():
        for _ in range(kills):
            plant.moves(20)
            run(plant.database, CUT)
    plant.recovers()
    assert plant.ends == []
    assert plant.logs().count("database_away") >= kills  # the server's last words, 57P01, are not always read


@contextmanager
def failing(url: str, table: str, sqlstate: str, times: int) -> Iterator[None]:
    """So many inserts into `table` end with `sqlstate`; a sequence counts them, since it outlives a rollback."""
    run(
        url,
        "CREATE SEQUENCE public.failed",
        f"""CREATE FUNCTION public.fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF nextval('public.failed') <= {times} THEN RAISE 'rehearsed' USING ERRCODE = '{sqlstate}'; END IF;
            RETURN NULL; END $$""",
        f"CREATE TRIGGER fail AFTER INSERT ON {table} FOR EACH STATEMENT EXECUTE FUNCTION public.fail()",
    )
    try:
        yield
    finally:
        run(url, f"DROP TRIGGER fail ON {table}", "DROP FUNCTION public.fail", "DROP SEQUENCE public.failed")


@pytest.mark.parametrize("sqlstate", [pytest.param("40001", marks=pytest.mark.faults_quick), "40P01", "55P03"])
def test_the_transaction_fails_for_no_fault_of_its_own(plant: Plant, sqlstate: str) -> None:
    """Serialisation failure, deadlock, lock timeout: the same transaction once more, and nothing dead over it."""
    plant.share()
    with failing(plant.database, "raw.ticket_step", sqlstate, 10):
        failed = "SELECT last_value FROM public.failed"
        with plant.load():
            plant.until(lambda: one(plant.database, failed) > 10, f"10 failures with {sqlstate}")
        plant.recovers()
    assert plant.ends == []
    assert sqlstate in plant.logs()


def test_a_table_is_missing(plant: Plant) -> None:
    """No record is at fault: workers stop and say so, and no record is dead for it."""
    plant.start()
    with plant.load():
        plant.moves()
        run(plant.database, "ALTER TABLE raw.video_event RENAME TO away")
        dead = "SELECT count(*) FROM ing.dead_letter WHERE stream = 'video.event' AND reason = 'refused'"
        try:
            plant.until(lambda: plant.ends.count(1) >= 2, "two workers stopped")
            assert one(plant.database, dead) == 0
        finally:
            run(plant.database, "ALTER TABLE raw.away RENAME TO video_event")
    plant.recovers()
    assert "42P01" in plant.logs()


def test_a_row_that_the_database_refuses_is_the_only_one_dead(plant: Plant) -> None:
    """Halving finds it; the good ones around it in the batch are rows."""
    plant.start()
    for _ in range(20):
        plant.burst()
    plant.recovers()
    refused = one(plant.database, "SELECT count(*) FROM ing.dead_letter WHERE reason = 'refused'")
    assert refused >= 20
    assert sum(row[6] for row in ledger(plant.database)) >= refused
