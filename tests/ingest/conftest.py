"""A migrated database with the Zhengzhou pack, and a writer at it."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import pytest

from core import migrate
from core.store import Store
from ingest.operate.audit import differences
from tests.ingest.desk import Desk
from tests.ingest.support import zhengzhou


@pytest.fixture(scope="module")
def database(postgres_url: str) -> str:
    migrate.migrate(postgres_url)
    with Store(postgres_url, size=1) as store:
        migrate.register(store, zhengzhou())
    return postgres_url


@pytest.fixture
def desk(database: str, request: pytest.FixtureRequest) -> Iterator[Desk]:
    """Each test has its own partition, ids and source; at its end the tables and the ledger agree."""
    desk = Desk(database, zlib.crc32(request.node.name.encode()) % 1_000_000)
    with desk.sink:
        yield desk
    with Store(database, size=1) as store:
        assert differences(store) == []
