"""Real services for the tests: one server for the session, one fresh database for each test module."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from deploy.local.kafka import Kafka
from deploy.local.postgres import FOR_TESTS, NAME, Postgres
from deploy.local.wait import free_port

TEMPLATE = "template_city"


@contextmanager
def postgres_server(folder: Path) -> Iterator[Postgres]:
    with Postgres(folder / "postgres", free_port(), FOR_TESTS, folder / "postgres.log") as server:
        _make_template(server)
        yield server


@contextmanager
def fresh_database(server: Postgres, name: str) -> Iterator[str]:
    """A database with the extensions and nothing else; answers its address."""
    _admin(server, "CREATE DATABASE {} OWNER {} TEMPLATE {}", name, NAME, TEMPLATE)
    try:
        yield server.url_of(name)
    finally:
        _admin(server, "DROP DATABASE {} WITH (FORCE)", name)


@contextmanager
def kafka_broker(folder: Path) -> Iterator[Kafka]:
    with Kafka(folder / "kafka", free_port(), folder / "kafka.log") as broker:
        yield broker


def _make_template(server: Postgres) -> None:
    _admin(server, "CREATE DATABASE {} OWNER {}", TEMPLATE, NAME)
    server.add_extensions(TEMPLATE)
    # A database with a session cannot be copied; without this TimescaleDB's own scheduler would connect to it.
    _admin(server, "ALTER DATABASE {} ALLOW_CONNECTIONS false", TEMPLATE)
    _admin(server, "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = 'template_city'")


def _admin(server: Postgres, statement: str, *names: str) -> None:
    with psycopg.connect(server.url_of("postgres", "postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))  # type: ignore[arg-type]
