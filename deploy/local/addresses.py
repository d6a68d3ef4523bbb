"""The second half of the preflight, with the settings known: ports that are taken, given services that do not answer."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import psycopg

from core.settings import Settings, without_password
from deploy.local.environment import given
from deploy.local.wait import listens, port_is_free

TIMESCALE = (2, 19)


def address_problems(settings: Settings) -> Iterator[str]:
    """Ports of what we start, answers of what is given."""
    yield from _port("PORT", settings.port, settings.host)
    if given("DATABASE_URL"):
        yield from database_problems(settings.database_url)
    else:
        yield from _port("POSTGRES_PORT", settings.postgres_port)
    if given("KAFKA_BOOTSTRAP"):
        yield from broker_problems(settings.kafka_bootstrap)
    else:
        yield from _port("KAFKA_PORT", settings.kafka_port)


def _port(name: str, port: int, host: str = "127.0.0.1") -> Iterator[str]:
    if not port_is_free(port, host):
        yield f"port {port} of {host} is taken: stop what listens there, or set {name} to another port"


def database_problems(url: str) -> Iterator[str]:
    shown = without_password(url)
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            version = _timescale_version(connection)
    except psycopg.Error as error:
        reason = str(error).strip().splitlines()[0]
        yield f"DATABASE_URL {shown} cannot be reached ({reason}): start it, or unset DATABASE_URL to use a local one"
        return
    wanted = ".".join(map(str, TIMESCALE))
    if not version:
        yield f"DATABASE_URL {shown} has no TimescaleDB: install its extension, version {wanted} or newer, on that server"
    elif tuple(map(int, version.split(".")[:2])) < TIMESCALE:
        yield f"DATABASE_URL {shown} has TimescaleDB {version}: update it there to {wanted} or newer"


def _timescale_version(connection: psycopg.Connection) -> str:
    """Of the extension in this database, else of the one that could be created; empty when there is none."""
    row = connection.execute(
        "SELECT coalesce(installed_version, default_version) FROM pg_available_extensions WHERE name = 'timescaledb'"
    ).fetchone()
    return str(row[0]) if row else ""


def broker_problems(bootstrap: str) -> Iterator[str]:
    """One of several addresses is enough: the client learns the others from it."""
    addresses = [urlsplit(f"//{each.strip()}") for each in bootstrap.split(",")]
    if not any(listens(each.hostname or "", each.port or 9092) for each in addresses):
        yield f"KAFKA_BOOTSTRAP {bootstrap} cannot be reached: start it, or unset KAFKA_BOOTSTRAP to use a local one"
