"""Readings straight into the raw table, as the ingest would have written them: for measurements that are not about the ingest."""

from __future__ import annotations

import time
from collections.abc import Iterable

import numpy as np

from bench.past import happened, remembered
from core import city
from core.columns import Column, Ints, encode
from core.settings import Settings
from core.store import Row, Store
from demo.live import series as sources
from demo.live.series import Due, Series, values
from demo.live.world import World
from indicators.catalogue import catalogue
from indicators.compute import Compute
from indicators.refresh import Refresh
from ingest.reading.write import ROW

COPY = f"COPY raw.reading ({', '.join(ROW)}) FROM STDIN (FORMAT BINARY)"
LATEST = """
INSERT INTO state.latest (source_no, metric_no, observed_at, value, quality)
SELECT source_no, metric_no, max(observed_at), last(value, observed_at), 0 FROM raw.reading GROUP BY 1, 2 ON CONFLICT DO NOTHING
"""
MARKS = """
INSERT INTO ing.dirty (family, measure, minute_at)
SELECT 'iot.reading', m.metric, r.minute_at
FROM (SELECT DISTINCT metric_no, date_trunc('minute', observed_at) AS minute_at FROM raw.reading) AS r
INNER JOIN dim.metric AS m USING (metric_no)
"""


def filled(given: Settings, hours: int = 0, rows: int = 0, past: bool = False) -> dict[str, int]:
    """So many hours, or rows, of every device up to now, with rollups and values, and with the years of tickets and values
    behind them where asked; answers how many rows there are."""
    pack = city.load(given.city)
    world = World(pack, int(time.time()))
    series = sources.build(world)
    with Store(given.database_url, size=3) as store:
        made = _readings(store, series, _hours(series, hours, rows))
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


def _hours(series: Series, hours: int, rows: int) -> list[Due]:
    """As many hours before now as are asked for, in order of time as they would have arrived."""
    found: list[Due] = []
    while len(found) < hours or sum(len(due.t) for due in found) < rows:
        until_s = series.world.origin - 3600 * len(found)
        found.append(series.due(until_s - 3600, until_s))
    return found[::-1]


def _readings(store: Store, series: Series, hours: Iterable[Due]) -> int:
    made = 0
    with store.session() as session:
        session.run("SET LOCAL statement_timeout = 0")
        source = numbers(session.rows("SELECT source_id AS k, source_no AS n FROM dim.source"))
        metric = numbers(session.rows("SELECT metric AS k, metric_no AS n FROM dim.metric"))
        source_no = np.array([source[k] for k in series.keys])
        metric_no = np.array([metric[m] for m in series.metrics])
        with session.connection.cursor() as cursor:
            for due in hours:
                with cursor.copy(COPY) as stream:
                    stream.write(encode(ROW, columns(series, due, source_no, metric_no)))
                made += len(due.t)
    return made


def columns(series: Series, due: Due, source_no: Ints, metric_no: Ints) -> dict[str, Column]:
    return {
        "observed_at": due.t * 1_000_000, "value": values(series, due), "event_hash": hashed(due),
        "source_no": source_no[due.series], "metric_no": metric_no[due.series], "quality": np.zeros(len(due.t), np.int16),
    }  # fmt: skip


def hashed(due: Due) -> Ints:
    """Another number for each (series, second), spread as a hash of an id would be."""
    x = (due.series.astype(np.uint64) << np.uint64(32)) + due.t.astype(np.uint64)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return (x ^ (x >> np.uint64(31))).view(np.int64)


def numbers(rows: list[Row]) -> dict[str, int]:
    return {row["k"]: row["n"] for row in rows}


def settle(store: Store, pack: city.City) -> None:
    """Fold and compute until nothing is left."""
    refresh, compute = Refresh(store, pack), Compute(store, pack, catalogue(pack))
    while refresh.tick(budget_s=5).left:
        pass
    while (ticked := compute.tick()).left or ticked.held:
        pass
