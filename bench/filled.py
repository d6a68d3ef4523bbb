"""Readings straight into the raw table, as the ingest would have written them: for measurements that are not about the ingest."""

from __future__ import annotations

import time
from collections.abc import Iterator

import numpy as np
from xxhash import xxh3_64_intdigest

from bench.past import happened, remembered
from core import city
from core.settings import Settings
from core.store import Row, Store
from demo.live import series as sources
from demo.live.series import Due, Series, values
from demo.live.world import World
from indicators.catalogue import catalogue
from indicators.compute import Compute
from indicators.refresh import Refresh

TARGET = "raw.reading (observed_at, value, event_hash, source_no, metric_no, quality)"
LATEST = """
INSERT INTO state.latest (source_no, metric_no, observed_at, value, quality)
SELECT DISTINCT ON (source_no, metric_no) source_no, metric_no, observed_at, value, quality FROM raw.reading
ORDER BY source_no, metric_no, observed_at DESC ON CONFLICT DO NOTHING
"""
MARKS = """
INSERT INTO ing.dirty (family, measure, minute_at)
SELECT DISTINCT 'iot.reading', m.metric, date_trunc('minute', r.observed_at)
FROM raw.reading AS r INNER JOIN dim.metric AS m USING (metric_no)
"""


def filled(given: Settings, hours: int = 0, rows: int = 0, past: bool = False) -> dict[str, int]:
    """So many hours, or rows, of every device up to now, with rollups and values, and with the years of tickets and values
    behind them where asked; answers how many rows there are."""
    made = 0
    pack = city.load(given.city)
    world = World(pack, int(time.time()))
    series = sources.build(world)
    with Store(given.database_url, size=3) as store:
        hour = 0
        while hour < hours or made < rows:
            made += _hour(store, series, world.origin - 3600 * hour)
            hour += 1
        with store.session() as session:
            session.run(LATEST)
            session.run(MARKS)
        more = happened(store, pack) if past else {}
        settle(store, pack)
        more |= remembered(store, pack) if past else {}
        with store.session() as session:
            session.run("SET LOCAL statement_timeout = 0")
            session.run("ANALYZE")
    return {"readings": made} | more


def _hour(store: Store, series: Series, until_s: int) -> int:
    due = series.due(until_s - 3600, until_s)
    with store.session() as session:
        source_no = numbers(session.rows("SELECT source_id AS k, source_no AS n FROM dim.source"))
        metric_no = numbers(session.rows("SELECT metric AS k, metric_no AS n FROM dim.metric"))
        session.copy_rows(TARGET, rows_of(series, due, source_no, metric_no))
    return len(due.t)


def rows_of(
    series: Series, due: Due, source_no: dict[str, int], metric_no: dict[str, int]
) -> Iterator[tuple[object, ...]]:
    source = np.array([source_no[k] for k in series.keys])[due.series].tolist()
    metric = np.array([metric_no[m] for m in series.metrics])[due.series].tolist()
    stamps = np.datetime_as_string(due.t.astype("datetime64[s]")).tolist()
    for number, t, stamp, value, who, what in zip(
        due.series.tolist(), due.t.tolist(), stamps, values(series, due).tolist(), source, metric, strict=True
    ):
        hashed = xxh3_64_intdigest(f"{series.keys[number]}{series.metrics[number]}{t}".encode()) - (1 << 63)
        yield f"{stamp}Z", value, hashed, who, what, 0


def numbers(rows: list[Row]) -> dict[str, int]:
    return {row["k"]: row["n"] for row in rows}


def settle(store: Store, pack: city.City) -> None:
    """Fold and compute until nothing is left."""
    refresh, compute = Refresh(store, pack), Compute(store, pack, catalogue(pack))
    while refresh.tick(budget_s=5).left:
        pass
    while (ticked := compute.tick()).left or ticked.held:
        pass
