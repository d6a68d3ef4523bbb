"""One plant for each module, empty of workers at the start of each test; the long rehearsal only when asked for."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from core import migrate
from core.store import Store
from tests.faults.plant import REFUSED, Plant
from tests.ingest.processes import ingest
from tests.ingest.support import zhengzhou

if TYPE_CHECKING:
    from deploy.local.kafka import Kafka
    from deploy.local.postgres import Postgres

HERE = Path(__file__).parent
# kafka-python's producer does not close the sockets of its failed attempts to reconnect.
FORGIVEN = ("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """`make test-faults` (-m faults) runs all of this folder, every other run only what is marked faults_quick."""
    ours = [item for item in items if HERE in item.path.parents]
    for item in ours:
        for name in ("faults", "broker", "db"):
            item.add_marker(name)
        for warning in FORGIVEN:
            item.add_marker(pytest.mark.filterwarnings(warning))
    if "faults" in config.option.markexpr:
        return
    slow = {id(item) for item in ours if item.get_closest_marker("faults_quick") is None}
    config.hook.pytest_deselected(items=[item for item in items if id(item) in slow])
    items[:] = [item for item in items if id(item) not in slow]


@pytest.fixture(scope="session")
def kills(request: pytest.FixtureRequest) -> int:
    return 20 if "faults" in request.config.option.markexpr else 1


@pytest.fixture(scope="module")
def database(postgres_url: str) -> str:
    prepare(postgres_url)
    return postgres_url


def prepare(url: str) -> None:
    migrate.migrate(url)
    with Store(url, size=1) as store:
        migrate.register(store, zhengzhou())
    with psycopg.connect(url) as connection:
        # A constraint that the checks do not know stands for whatever slips through them.
        connection.execute(f"ALTER TABLE raw.report ADD CONSTRAINT spoil CHECK (value IS DISTINCT FROM {REFUSED})")


@pytest.fixture(scope="module")
def built(
    database: str, postgres: Postgres, broker: Kafka, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Plant]:
    assert ingest(database, broker.url, "topics").returncode == 0
    plant = Plant(database, postgres, broker, tmp_path_factory.mktemp("plant"))
    yield plant
    plant.sender.close()
    gc.collect()  # here, where the producer's lost sockets are forgiven, not in the next test


@pytest.fixture
def plant(built: Plant) -> Iterator[Plant]:
    yield built
    built.stop()
