"""The one door to the database."""

import pytest

from core.errors import CityError
from core.store import Store, sql


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
