"""Rollups hold what raw holds, whatever order, repeats, corrections and owners the readings came with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.store import Row, Store
from indicators.refresh import Refresh
from tests.ingest.desk import Desk
from tests.ingest.support import GOOD, zhengzhou

pytestmark = pytest.mark.db
TABLES = (
    "raw.reading, raw.reading_extra, state.latest, ing.dirty, ing.delta_batch, ing.dead_letter, ing.stream_offset, ing.curiosity,"
    " roll.minute, roll.hour, roll.day, roll.changed, roll.waiting"
)
BEGAN = (datetime.now(UTC) - timedelta(days=2)).replace(minute=57, second=0, microsecond=0)
NOW = BEGAN + timedelta(days=1, hours=20)
METRICS = ("pm25_ugm3", "rain_5min", "speed_kmh")  # the first two are stamped at the end; the last two have products


@dataclass(frozen=True)
class Act:
    """A batch by one of two writers, a tick of the refresh, or a worker that begins anew and knows nothing."""

    kind: str
    readings: tuple[tuple[int, str, int, int, str, bool], ...] = ()


READING = st.tuples(
    st.integers(0, 1),  # source
    st.sampled_from(METRICS),
    st.integers(0, 12),  # half minutes: few, so that they meet
    st.integers(0, 2),  # the id: the same reading again, or another one of the same moment
    st.sampled_from(["ok", "ok", "suspect", "missing"]),
    st.booleans(),  # taken elsewhere
)
ACTS = st.lists(
    st.one_of(
        st.builds(Act, st.sampled_from(["first", "second"]), st.lists(READING, min_size=1, max_size=6).map(tuple)),
        st.just(Act("tick")),
        st.just(Act("open tick")),
        st.just(Act("restart")),
    ),
    min_size=1,
    max_size=10,
)


def record(source: int, metric: str, half: int, number: int, quality: str, away: bool) -> dict[str, Any]:
    at = BEGAN + timedelta(seconds=30 * half)
    own = {
        "event_id": f"{source}{metric}{half}.{number}",
        "source_id": f"roll.{source}",
        "observed_at": at.isoformat(),
        "metric": metric,
        "value": float(7 * half + number),
        "quality": quality,
    }
    return GOOD["iot.reading"] | own | ({"lon": 113.70, "lat": 34.80} if away else {})


@pytest.fixture(scope="module")
def store(database: str) -> Iterator[Store]:
    with Store(database, size=2) as opened:
        yield opened


class House:
    """Two writers and the refresh on empty tables."""

    def __init__(self, store: Store) -> None:
        self.store = store
        with store.session() as session:
            session.run(f"TRUNCATE {TABLES}")
            session.run(
                "INSERT INTO dim.source (source_id, registered, lon, lat, area_id)"
                " SELECT 'roll.' || n, TRUE, 113.65, 34.76, '410103001' FROM generate_series(0, 1) AS n ON CONFLICT DO NOTHING"
            )
        self.desks = {name: Desk(store.url, part) for part, name in enumerate(("first", "second"))}
        self.refresh = Refresh(store, zhengzhou())

    def do(self, act: Act) -> None:
        if act.kind in self.desks:
            self.desks[act.kind].send("iot.reading", *(record(*one) for one in act.readings))
        elif act.kind == "restart":
            self.restart()
        else:
            self.tick(NOW if act.kind == "tick" else BEGAN + timedelta(minutes=1))

    def tick(self, now: datetime) -> None:
        while self.refresh.tick(now=now).left:
            pass

    def restart(self) -> None:
        self.close()
        self.desks = {name: Desk(desk.url, desk.part) for name, desk in self.desks.items()}

    def close(self) -> None:
        for desk in self.desks.values():
            desk.sink.close()

    def settle(self) -> None:
        self.refresh.slow._next = 0.0
        self.tick(NOW)
        self.tick(NOW)

    def differences(self) -> list[Row]:
        span = {"first": BEGAN - timedelta(days=1), "until": BEGAN + timedelta(days=2)}
        metrics = [row["metric"] for row in self.store.read("ingest/read_metrics", names=None)]
        return self.store.read("ops_audit_rollups", **span, zone="Asia/Shanghai", metrics=metrics, limit=10)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(acts=ACTS)
def test_rollups_hold_what_raw_holds(store: Store, acts: list[Act]) -> None:
    house = House(store)
    try:
        for act in acts:
            house.do(act)
            assert house.differences() == []
        house.settle()
        assert waiting(store) == 0
        assert house.differences() == []
        before = kept(store)
        assert anew(store) == before
    finally:
        house.close()


def waiting(store: Store) -> int:
    with store.session() as session:
        counts = "SELECT (SELECT count(*) FROM ing.delta) + (SELECT count(*) FROM ing.dirty) AS n"
        return int(session.rows(counts)[0]["n"])


def kept(store: Store) -> list[Row]:
    """Every row of a rollup, products and last values too; a last value is certain only within one device."""
    with store.session() as session:
        return session.rows(
            "SELECT grain, bucket_at, measure, area_id, dim, n, sum, min, max, last_at, CASE WHEN dim <> '' THEN last END AS last"
            " FROM (SELECT 'minute' AS grain, * FROM roll.minute UNION ALL SELECT 'hour', * FROM roll.hour"
            " UNION ALL SELECT 'day', * FROM roll.day) AS r ORDER BY 1, 2, 3, 4, 5"
        )


def anew(store: Store) -> list[Row]:
    """The same, computed from raw alone: everything is marked, and the rollups begin anew."""
    with store.session() as session:
        session.run("TRUNCATE roll.minute, roll.hour, roll.day, roll.waiting")
        session.run(
            "INSERT INTO ing.dirty (family, measure, minute_at) SELECT DISTINCT 'iot.reading', m.metric,"
            " date_trunc('minute', r.observed_at) FROM raw.reading AS r INNER JOIN dim.metric AS m USING (metric_no)"
        )
    refresh = Refresh(store, zhengzhou())
    while refresh.tick(now=NOW).left:
        pass
    return kept(store)


def test_readings_in_order_are_added_without_a_mark(store: Store) -> None:
    house = House(store)
    house.do(Act("first", ((0, "speed_kmh", 0, 0, "ok", False), (1, "speed_kmh", 0, 0, "ok", False))))
    house.do(Act("first", ((0, "speed_kmh", 1, 0, "ok", False),)))
    with store.session() as session:
        assert session.rows("SELECT * FROM ing.dirty") == []
        assert session.rows("SELECT sum(n) AS n FROM ing.delta WHERE source_no = 0")[0]["n"] == 3
    house.settle()
    house.close()
    minutes = [(r["n"], r["sum"]) for r in kept(store) if (r["grain"], r["measure"]) == ("minute", "speed_kmh")]
    assert minutes == [(3, 7.0)]
    assert waiting(store) == 0


def test_a_sum_of_both_signs_may_end_in_other_digits(store: Store) -> None:
    """0.1 + 0.2 - 0.3 is nothing but for the last digits, and those depend on the order."""
    house = House(store)
    for source, half, value in ((0, 0, 0.1), (0, 1, 0.2), (1, 0, -0.3)):
        house.desks["first"].send("iot.reading", record(source, "air_temp", half, 0, "ok", False) | {"value": value})
        house.settle()
    house.close()
    found = [(r["n"], r["sum"]) for r in kept(store) if (r["grain"], r["measure"]) == ("minute", "air_temp")]
    assert found == [(3, 0.1 + 0.2 - 0.3)] != [(3, 0.1 - 0.3 + 0.2)]
    assert house.differences() == []


def test_another_writer_of_the_same_series_is_noticed(store: Store) -> None:
    """Both know the series; the second writes the same moment again, and its own memory would call it new."""
    house = House(store)
    house.do(Act("first", ((0, "pm25_ugm3", 0, 0, "ok", False),)))
    house.do(Act("second", ((0, "pm25_ugm3", 2, 0, "ok", False),)))
    house.do(Act("first", ((0, "pm25_ugm3", 2, 1, "ok", False),)))
    with store.session() as session:
        assert session.rows("SELECT count(*) AS n FROM ing.dirty")[0]["n"] == 1
    house.settle()
    house.close()
    assert house.differences() == []
    assert [(r["n"], r["sum"]) for r in kept(store) if r["grain"] == "day" and not r["dim"]] == [(2, 15.0)]
