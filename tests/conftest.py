"""Fixtures every test may ask for: `postgres_url`, `broker`, and `postgres` where the server itself is the subject."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from deploy.local import wait

if TYPE_CHECKING:
    from deploy.local.kafka import Kafka
    from deploy.local.postgres import Postgres


WORKERS_MOST = 16
# Files that take minutes begin first, so that at the end no worker waits for another one's last file.
LONGEST_FIRST = ("browser", "faults", "broker", "db", "unit")


def pytest_configure() -> None:
    """Of pytest-xdist's workers each has services of its own, so none may be given a port that another one is about to use."""
    if name := os.environ.get("PYTEST_XDIST_WORKER"):
        wait.PORTS = wait.PORTS[int(name.removeprefix("gw")) % WORKERS_MOST :: WORKERS_MOST]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if "volume" not in config.option.markexpr:
        config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker("volume")])
        items[:] = [item for item in items if not item.get_closest_marker("volume")]
    items.sort(key=_rank)


def _rank(item: pytest.Item) -> int:
    return next((i for i, name in enumerate(LONGEST_FIRST) if item.get_closest_marker(name)), len(LONGEST_FIRST))


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """One server for the whole session; ask for `postgres_url` unless the server itself is the subject."""
    from tests.services import postgres_server

    with postgres_server(tmp_path_factory.mktemp("db")) as server:
        yield server


@pytest.fixture(scope="module")
def postgres_url(postgres: Postgres, request: pytest.FixtureRequest) -> Iterator[str]:
    """A fresh database of this test module: extensions, no tables."""
    from tests.services import fresh_database

    with fresh_database(postgres, re.sub(r"\W+", "_", request.module.__name__)[-60:].lower()) as url:
        yield url


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kafka]:
    """An empty broker of this test module; `broker.url` is its bootstrap address."""
    from tests.services import kafka_broker

    with kafka_broker(tmp_path_factory.mktemp("broker")) as started:
        yield started
