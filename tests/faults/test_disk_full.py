"""The disk of the tables is full: workers wait, and go on when there is room (rule 4, SQLSTATE 53100)."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from deploy.local import sandbox
from deploy.local.kafka import Kafka
from deploy.local.postgres import NAME, Postgres
from tests.faults.conftest import prepare
from tests.faults.plant import Plant
from tests.ingest.processes import ingest
from tests.services import TEMPLATE, postgres_server

SMALL = f"{sandbox.DATA}/small"
SIZE_BYTES = 160 << 20
BALLAST = f"{SMALL}/ballast"


@pytest.fixture
def full(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Postgres]:
    """A server whose sandbox has one small disk more; only a tablespace lies on it, the log of the server does not."""
    plain = sandbox.command

    def with_disk(data_dir: object, *words: str) -> list[str]:
        command = plain(data_dir, *words)  # type: ignore[arg-type]
        place = command.index("--chdir")
        return [*command[:place], "--size", str(SIZE_BYTES), "--tmpfs", SMALL, *command[place:]]

    monkeypatch.setattr(sandbox, "command", with_disk)
    with postgres_server(tmp_path_factory.mktemp("full")) as server:
        yield server


def admin(server: Postgres, *statements: str) -> None:
    with psycopg.connect(server.url_of("postgres", "postgres"), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)  # type: ignore[call-overload]


def fill(server: Postgres) -> None:
    """Until nothing more goes in."""
    with pytest.raises(psycopg.errors.DiskFull):
        admin(server, f"COPY (SELECT repeat('x', 100000) FROM generate_series(1, 10000)) TO '{BALLAST}'")  # noqa: S608


def test_the_disk_is_full(full: Postgres, broker: Kafka, tmp_path_factory: pytest.TempPathFactory) -> None:
    admin(
        full,
        f"COPY (SELECT 1) TO PROGRAM 'mkdir {SMALL}/space'",
        f"CREATE TABLESPACE small LOCATION '{SMALL}/space'",
        f"CREATE DATABASE full_disk OWNER {NAME} TEMPLATE {TEMPLATE} TABLESPACE small",
    )
    url = full.url_of("full_disk")
    prepare(url)
    assert ingest(url, broker.url, "topics").returncode == 0
    plant = Plant(url, full, broker, tmp_path_factory.mktemp("plant"))
    try:
        plant.share()
        with plant.load():
            plant.moves()
            fill(full)
            plant.until(lambda: "53100" in plant.logs(), "the disk is full")
            admin(full, f"COPY (SELECT 1) TO '{BALLAST}'")
            plant.moves()
        plant.recovers()
        assert plant.ends == []
    finally:
        plant.stop()
        plant.sender.close()
