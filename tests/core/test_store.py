"""The one door to the database."""

import time

import pytest

from core.errors import CityError
from core.store import DatabaseFault, PoolTimeout, Store, sql
from deploy.local.wait import free_port


def test_a_missing_query_is_named() -> None:
    with pytest.raises(CityError, match=r"sql/queries/no_such\.sql"):
        sql("no_such")


def _fail_after_a_row(store: Store) -> None:
    with store.session() as session:
        session.run("INSERT INTO kept VALUES (1)")
        raise RuntimeError("the block fails")


@pytest.mark.db
def test_a_session_that_raises_leaves_nothing(postgres_url: str) -> None:
    with Store(postgres_url, size=1) as store:
        with store.session() as session:
            session.run("CREATE TABLE kept (n int)")
        with pytest.raises(RuntimeError, match="the block fails"):
            _fail_after_a_row(store)
        with store.session() as session:
            assert session.rows("SELECT n FROM kept") == []


@pytest.mark.db
def test_a_database_that_is_away_is_said_at_once_after_the_first_attempt() -> None:
    with Store(f"postgresql://nobody@127.0.0.1:{free_port()}/x", size=1, timeout_s=1, rest_s=30) as store:
        took = []
        for _ in range(3):
            began = time.monotonic()
            with pytest.raises(DatabaseFault):
                store.read("value_latest")
            took.append(time.monotonic() - began)
        assert store.away
        assert took[0] > 0.9 and max(took[1:]) < 0.5


@pytest.mark.db
def test_a_busy_pool_is_not_a_lost_database(postgres_url: str) -> None:
    with (
        Store(postgres_url, size=1, timeout_s=0.5, rest_s=30) as store,
        store.session(),
        pytest.raises(PoolTimeout),
        store.session(),
    ):
        pass
    assert not store.away
