"""Four years of twelve Beijing stations, as fast as the broker takes them: the same readings come out of the database as are in the files.

The files are read here by pandas, and by the demo with the csv module: neither vouches for itself.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from core.settings import ROOT, Settings
from core.store import Store
from demo.messages import READING
from demo.sets.aq_prsa_beijing import METRICS
from deploy.local.kafka import Kafka
from tests.demo.whole_way import computed, environment, folder, ingested, sent, settings, worker

pytestmark = [pytest.mark.db, pytest.mark.broker, pytest.mark.volume]
# CO is published in µg/m³ and kept in mg/m³.
KEPT = {"CO": 0.001}
SUMS = """
SELECT substr(s.source_id, 6) AS station, m.metric, count(*) AS n, sum(r.value) AS total
FROM raw.reading AS r INNER JOIN dim.source AS s USING (source_no) INNER JOIN dim.metric AS m USING (metric_no)
GROUP BY 1, 2
"""
ROLLED = """
SELECT dim AS station, measure AS metric, sum(n)::bigint AS n, sum(sum) AS total FROM roll.hour
WHERE measure LIKE 'source:%%' GROUP BY 1, 2
"""
LONG_S = 1500


@pytest.fixture(scope="module")
def data() -> Path:
    return folder("aq_prsa_beijing")


@pytest.fixture(scope="module")
def given(data: Path, postgres_url: str, broker: Kafka, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    city = settings(postgres_url, broker.url)
    with worker(city, tmp_path_factory.mktemp("worker") / "worker.log"):
        yield city


def of_the_files(data: Path) -> pd.DataFrame:
    """n and total by station and metric."""
    rows = pd.concat(pd.read_csv(file) for file in sorted(data.glob("PRSA_Data_*.csv.gz")))
    values = rows.melt("station", list(METRICS), "column").dropna()
    values["value"] *= values["column"].map(KEPT).fillna(1.0)
    values["metric"] = values["column"].map({column: metric for column, (metric, _) in METRICS.items()})
    return values.groupby(["station", "metric"])["value"].agg(n="count", total="sum")


def stored(store: Store, statement: str) -> pd.DataFrame:
    with store.session() as session:
        session.run("SET LOCAL statement_timeout = 0")
        return pd.DataFrame(session.rows(statement)).set_index(["station", "metric"]).sort_index()


def test_every_reading_of_four_years_is_there(data: Path, given: Settings) -> None:
    expected = of_the_files(data)
    began = time.monotonic()
    with Store(given.database_url, size=2) as store:
        sent(given, data.name)
        ledger = ingested(given, store, READING, LONG_S)
        took = time.monotonic() - began
        found = stored(store, SUMS)
        print(f"\n{ledger['rows']} rows of {len(expected)} series in {took:.0f} s with the reading of the files")
        assert (ledger["rows"], ledger["dead"], ledger["duplicates"]) == (expected["n"].sum(), 0, 0)
        assert list(found.index) == list(expected.index)
        assert found["n"].equals(expected["n"])
        assert found["total"].to_numpy() == pytest.approx(expected["total"].to_numpy(), rel=1e-9)
        computed(given, store, LONG_S)
        rolled = stored(store, ROLLED)
        assert (rolled["n"].sum(), rolled["total"].sum()) == (found["n"].sum(), pytest.approx(found["total"].sum(), rel=1e-9))  # fmt: skip
    subprocess.run([sys.executable, "-m", "ingest", "audit"], cwd=ROOT, env=environment(given), check=True)
