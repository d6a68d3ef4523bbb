"""Rollups: rows in, rows out, from the YAML files of tests/indicators/rollups; and what must hold whatever comes."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from core.city import City
from core.store import Row, Store
from indicators.refresh import Done, Refresh

pytestmark = pytest.mark.db
FOLDER = Path(__file__).parent / "rollups"
FIELDS = ("bucket_at", "measure", "area_id", "dim", "n", "sum", "min", "max", "last")
NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)


def cases() -> list[Any]:
    return [
        pytest.param(case, id=f"{path.stem}: {case['case']}")
        for path in sorted(FOLDER.glob("*.yaml"))
        for case in yaml.safe_load(path.read_text("utf-8"))
    ]


def refreshed(store: Store, city: City, now: datetime) -> Done:
    refresh = Refresh(store, city)
    first = done = refresh.tick(now=now)
    while done.left:
        done = refresh.tick(now=now)
    refresh.slow._next = 0.0  # the open day, too
    refresh.tick(now=now)
    return first


def rows(store: Store, grain: str) -> list[Row]:
    with store.session() as session:
        return session.rows(f"SELECT {', '.join(FIELDS)} FROM roll.{grain} ORDER BY 1, 2, 3, 4")  # noqa: S608


@pytest.mark.parametrize("case", cases())
def test_rows_in_rows_out(case: dict[str, Any], store: Store, city: City, seed: Any) -> None:
    seed(case["rows"])
    refreshed(store, city, case["now"])
    for grain in ("minute", "hour", "day"):
        expected = {tuple(row[:4]): pytest.approx(row[4:]) for row in case.get(grain, [])}
        names = case.get("measures", {key[1] for key in expected})
        found = {
            tuple(r[f] for f in FIELDS[:4]): [r[f] for f in FIELDS[4:]]
            for r in rows(store, grain)
            if r["measure"] in names
        }
        if grain in case:
            assert found == expected


SPEED = {"sources": [{"source_id": "a", "area_id": "410105"}], "readings": []}


def reading(minute: int, value: float, **more: Any) -> dict[str, Any]:
    at = NOW - timedelta(hours=20) + timedelta(minutes=minute)
    return {"source": "a", "metric": "speed_kmh", "at": at, "value": value} | more


def test_late_rows_change_their_old_buckets_only(store: Store, city: City, seed: Any) -> None:
    seed(SPEED | {"readings": [reading(0, 30), reading(90, 50)]})
    refreshed(store, city, NOW)
    before = rows(store, "minute")
    seed({"readings": [reading(0, 10, id="late")]})
    refreshed(store, city, NOW)
    after = rows(store, "minute")
    assert [r for r in before if r not in after] == [r for r in before if r["bucket_at"] == NOW - timedelta(hours=20)]
    day = [r for r in rows(store, "day") if r["measure"] == "speed_kmh"]
    # The correction replaced the first value: the newest arrival of the same time counts.
    assert [(r["n"], r["sum"]) for r in day] == [(2, 60.0)]


def test_sums_of_every_rollup_are_those_of_raw(store: Store, city: City, seed: Any) -> None:
    seed(SPEED | {"readings": [reading(7 * k, float(k % 40)) for k in range(150)]})
    refreshed(store, city, NOW)
    total = (150, sum(float(k % 40) for k in range(150)))
    for grain in ("minute", "hour", "day"):
        some = [r for r in rows(store, grain) if r["measure"] == "speed_kmh"]
        assert (sum(r["n"] for r in some), sum(r["sum"] for r in some)) == total
    by_source = [r for r in rows(store, "hour") if r["measure"] == "source:speed_kmh"]
    assert (sum(r["n"] for r in by_source), sum(r["sum"] for r in by_source)) == total


def test_marks_die_with_the_fold_and_only_those_seen(store: Store, city: City, seed: Any) -> None:
    seed(SPEED | {"readings": [reading(0, 30)]})
    done = refreshed(store, city, NOW)
    assert done.marks == 1
    with store.session() as session:
        assert session.rows("SELECT * FROM ing.dirty") == []
        assert session.rows("SELECT DISTINCT measure FROM roll.changed WHERE measure = 'speed_kmh'") != []


def test_a_removed_ticket_fact_leaves_no_row(store: Store, city: City, seed: Any) -> None:
    at = NOW - timedelta(hours=5)
    ticket = {
        "ticket_id": "t1",
        "area_id": "410105",
        "department": "env",
        "accepted_at": at,
        "due_at": at + timedelta(hours=1),
    }
    seed({"tickets": [ticket]})
    refreshed(store, city, NOW)
    with store.session() as session:
        session.run("UPDATE state.ticket SET cancelled_at = due_at")
    seed({"tickets": [ticket]})
    refreshed(store, city, NOW)
    assert not [r for g in ("minute", "hour", "day") for r in rows(store, g) if r["measure"] == "hotline_due"]


def test_the_open_hour_by_source_waits_for_the_throttle(store: Store, city: City, seed: Any) -> None:
    seed(SPEED | {"readings": [reading(0, 30)]})
    refresh, now = Refresh(store, city), NOW - timedelta(hours=20) + timedelta(minutes=5)
    refresh.tick(now=now)
    seed({"readings": [reading(1, 50)]})
    refresh.tick(now=now)
    assert [r["n"] for r in rows(store, "hour") if r["measure"] == "source:speed_kmh"] == [1]
    refresh.tick(now=NOW)  # the hour has ended: no more waiting
    assert [r["n"] for r in rows(store, "hour") if r["measure"] == "source:speed_kmh"] == [2]


def arrive(store: Store, n: int) -> None:
    """One batch that adds one reading to each of `n` minutes."""
    with store.session() as session:
        session.run(
            "INSERT INTO ing.delta_batch (by_source, deltas_n, bucket_at, last_at, sum, min, max, last, n, area_no, source_no, metric_no)"
            " SELECT FALSE, %(n)s, array_agg(at), array_agg(at), array_agg(1), array_agg(1), array_agg(1), array_agg(1), array_agg(1),"
            " array_agg(0), array_agg(0), array_agg((SELECT min(metric_no) FROM dim.metric))"
            " FROM generate_series(%(now)s - %(n)s * INTERVAL '1 minute', %(now)s - INTERVAL '1 minute', '1 minute') AS at",
            {"n": n, "now": NOW},
        )


def added_n(store: Store) -> int:
    with store.session() as session:
        return int(session.rows("SELECT coalesce(sum(n), 0)::bigint AS n FROM roll.minute WHERE area_id = ''")[0]["n"])


def test_while_much_arrives_it_is_gathered_and_then_added_whole(store: Store, city: City, seed: Any) -> None:
    seed({"sources": [], "readings": []})
    with store.session() as session:
        session.run("INSERT INTO dim.metric (metric) VALUES ('gathered') ON CONFLICT DO NOTHING")
    refresh = Refresh(store, city)
    arrive(store, 3_000)
    refresh.tick(now=NOW)
    assert added_n(store) == 3_000
    arrive(store, 3_000)
    arrive(store, 10)
    assert refresh.tick(now=NOW).calm
    assert added_n(store) == 3_000
    refresh.tick(now=NOW)  # nothing more has come
    assert added_n(store) == 6_010


def test_a_little_is_added_at_once(store: Store, city: City, seed: Any) -> None:
    seed({"sources": [], "readings": []})
    with store.session() as session:
        session.run("INSERT INTO dim.metric (metric) VALUES ('gathered') ON CONFLICT DO NOTHING")
    refresh = Refresh(store, city)
    for turn in range(1, 4):
        arrive(store, 100)
        refresh.tick(now=NOW)
        assert added_n(store) == 100 * turn
