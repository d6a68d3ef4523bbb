"""The database server of ours: ready when it says so, whole again after any end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from deploy.local.postgres import FOR_TESTS, Postgres
from deploy.local.wait import NotReady, free_port, port_is_free

pytestmark = pytest.mark.db


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    folder = tmp_path_factory.mktemp("own")
    with Postgres(folder / "postgres", free_port(), FOR_TESTS, folder / "log") as started:
        yield started


def ask(server: Postgres, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(server.url) as connection:
        cursor = connection.execute(statement)  # type: ignore[call-overload]
        return cursor.fetchall() if cursor.description else []


def test_it_is_what_the_product_asks_for(server: Postgres) -> None:
    assert ask(server, "SELECT extname FROM pg_extension ORDER BY 1") == [("plpgsql",), ("postgis",), ("timescaledb",)]
    assert ask(server, "SELECT current_user::text, current_database()::text") == [("citybrain", "citybrain")]
    shown = {name: ask(server, f"SHOW {name}")[0][0] for name in ("timezone", "jit", "fsync", "data_checksums")}
    assert shown == {"timezone": "UTC", "jit": "off", "fsync": "on", "data_checksums": "on"}


@pytest.mark.faults
def test_what_was_committed_is_there_after_a_crash(server: Postgres) -> None:
    ask(server, "CREATE TABLE kept AS SELECT 47 AS n")
    server.kill()
    assert (server.data_dir / "pg" / "postmaster.pid").exists()
    server.start()
    assert ask(server, "SELECT n FROM kept") == [(47,)]


@pytest.mark.faults
def test_a_crash_ends_every_process_of_the_server(server: Postgres) -> None:
    with psycopg.connect(server.url) as connection:
        server.kill()
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")
    assert port_is_free(server.port)
    server.start()


@pytest.mark.faults
def test_the_server_ends_with_its_sandbox(server: Postgres) -> None:
    assert server._process is not None
    server._process.kill()
    server.wait()
    server.start()
    assert ask(server, "SELECT 1") == [(1,)]


def test_a_second_server_on_the_same_data_is_refused(server: Postgres) -> None:
    second = Postgres(server.data_dir, free_port(), FOR_TESTS)
    with pytest.raises(NotReady, match="another server works here"):
        second.start(timeout_s=0.2)
    second.stop()
    assert ask(server, "SELECT 1") == [(1,)]


def test_half_a_cluster_is_not_taken_for_one(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "PG_VERSION").write_text("17")
    with Postgres(tmp_path, free_port(), FOR_TESTS, tmp_path / "log") as server:
        assert ask(server, "SELECT 1") == [(1,)]
    assert port_is_free(server.port)
