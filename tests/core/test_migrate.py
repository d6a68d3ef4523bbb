"""An upgrade keeps what an older version has written and not yet used."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from core import migrate as migrations
from core.settings import ROOT
from core.store import Store

pytestmark = pytest.mark.db


@pytest.fixture
def before(postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database as version 0012 left it."""
    (tmp_path / "sql" / "schema").mkdir(parents=True)
    for path in (ROOT / "sql" / "schema").glob("*.sql"):
        if path.name < "0013":
            shutil.copy(path, tmp_path / "sql" / "schema")
    with monkeypatch.context() as older:
        older.setattr(migrations, "ROOT", tmp_path)
        assert migrations.migrate(postgres_url) == 12
    return postgres_url


def test_waiting_deltas_are_still_to_be_added(before: str) -> None:
    kept = "SELECT source_no, bucket_at, sum, last, n FROM ing.delta ORDER BY 1, 2"
    with Store(before, size=1) as store:
        with store.session() as session:
            session.run(
                "INSERT INTO ing.delta (bucket_at, last_at, sum, min, max, last, n, area_no, source_no, metric_no)"
                " SELECT '2026-11-22T00:00Z'::timestamptz + i * INTERVAL '1 minute', '2026-11-22T01:00Z', i, i, i, i, 1, 0, i / 2, 1"
                " FROM generate_series(0, 4) AS i"
            )
            written = session.rows(kept)
        assert migrations.migrate(before) > 0
        with store.session() as session:
            assert session.rows(kept) == written
            kinds = session.rows("SELECT by_source, deltas_n FROM ing.delta_batch ORDER BY 1")
    assert kinds == [{"by_source": False, "deltas_n": 2}, {"by_source": True, "deltas_n": 3}]
