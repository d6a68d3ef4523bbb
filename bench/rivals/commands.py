"""Each of the others: how many rows a run, in what form it takes a record, by which command it runs."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from bench.rivals import connect, setup
from bench.stack import Stack

PROCESSES = 2


class Rival(NamedTuple):
    rows: int
    processes: int
    encode: Callable[[dict[str, Any]], bytes]
    words: Callable[[Stack, str, str], list[str]]  # by topic and table


def with_time(row: dict[str, Any]) -> bytes:
    at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(row["observed_at"]))
    return json.dumps(row | {"observed_at": at}).encode()


def with_schema(row: dict[str, Any]) -> bytes:
    return f"{connect.SCHEMA}{json.dumps(row | {'observed_at': row['observed_at'] * 1000})}}}".encode()


def debezium(running: Stack, topic: str, table: str) -> list[str]:
    at = urlsplit(running.settings.database_url)
    return connect.words(
        running.folder / topic,
        bootstrap=running.settings.kafka_bootstrap,
        topic=topic,
        tasks=PROCESSES,
        host=at.hostname,
        db_port=at.port,
        database=at.path[1:],
        user=at.username,
        table=table,
    )


def quixstreams(running: Stack, topic: str, table: str) -> list[str]:
    at = urlsplit(running.settings.database_url)
    database = [str(at.hostname), str(at.port), str(at.username), at.path[1:]]
    script = str(setup.HERE / "quix.py")
    return [str(setup.PYTHON), script, running.settings.kafka_bootstrap, *database, topic, *table.split(".")]


def executemany(running: Stack, topic: str, table: str) -> list[str]:
    given = [running.settings.kafka_bootstrap, running.settings.database_url, topic, table]
    return [sys.executable, "-m", "bench.rivals.executemany", *given]


RIVALS = {
    "debezium_jdbc_sink": Rival(1_000_000, 1, with_schema, debezium),  # one JVM with as many tasks
    "quixstreams_postgresql_sink": Rival(200_000, PROCESSES, with_time, quixstreams),
    "json_executemany": Rival(200_000, PROCESSES, with_time, executemany),
}
