"""The one process that folds and computes: there is one, and it is in nobody's way while it waits."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from core.city import City
from core.errors import CityError
from core.store import Store
from deploy.local.wait import until
from indicators.service import LOCK, Service

pytestmark = pytest.mark.db
GUARD = """
SELECT a.state, a.backend_xmin FROM pg_locks AS l INNER JOIN pg_stat_activity AS a USING (pid)
WHERE l.locktype = 'advisory' AND l.objid = %s AND l.granted
"""


def guards(store: Store) -> list[dict[str, object]]:
    with store.session() as session:
        return session.rows(GUARD, (LOCK,))


@pytest.fixture
def running(store: Store, city: City) -> Iterator[Service]:
    service = Service(store, city)
    thread = threading.Thread(target=service.run)
    thread.start()
    until(lambda: bool(guards(store)), "the lock is held", 20)
    yield service
    service.stop()
    thread.join()


def test_a_second_one_says_that_there_is_one(running: Service, store: Store, city: City) -> None:
    with pytest.raises(CityError, match="another one already works on this database"):
        Service(store, city).run()


def test_its_lock_keeps_no_old_row_versions_alive(running: Service, store: Store) -> None:
    """An open transaction would: nothing that was updated since could be cleared away, in no table, for as long as it runs."""
    assert guards(store) == [{"state": "idle", "backend_xmin": None}]


def test_its_end_frees_the_lock(running: Service, store: Store) -> None:
    running.stop()
    until(lambda: not guards(store), "the lock is free", 20)
