"""Late, corrected and superseded records from the record to the value: the new number stands, the old one is kept as known then."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.store import Store
from tests.indicators.machine import AIR, Machine
from tests.ingest.desk import Desk
from tests.ingest.support import zhengzhou

pytestmark = pytest.mark.db
NOON = datetime.now(UTC).replace(hour=4, minute=0, second=0, microsecond=0) - timedelta(days=1)
HOUR = NOON - timedelta(days=60)  # long closed
FIRST, SECOND, THIRD = (NOON + timedelta(hours=n) for n in range(3))
AUGUST = datetime(2026, 8, 15, tzinfo=UTC)
CITY, RETAIL, AQI = "410100", "economy.retail_sales", "environment.aqi_hour"


@pytest.fixture
def machine(database: str) -> Iterator[Machine]:
    with Store(database, size=2) as store:
        yield Machine(store, zhengzhou())


def run(machine: Machine, now: datetime) -> None:
    """Folded twice: hours by source wait for a tick without new minutes."""
    machine.fold(now)
    machine.run(now)


def versions(
    machine: Machine, code: str, grain: str, at: datetime, subject: str = CITY
) -> list[tuple[float | None, datetime]]:
    """Every version of the period that holds a moment, with when it was known."""
    rows = machine.rows(code, subject, grain)
    return [(r["value"], r["known_at"]) for r in rows if r["period_start_at"] < at <= r["period_end_at"]]


def value(machine: Machine, code: str, grain: str, at: datetime, as_of: datetime, subject: str = CITY) -> float | None:
    """The value of the period that holds a moment, as the pages read it for another moment."""
    kind = "area" if subject == CITY else "source"
    asked = {"codes": [code], "grain": grain, "subject_kind": kind, "subject": subject, "as_of": as_of}
    with machine.store.session() as session:
        found = session.read("value_history", since=at - timedelta(days=31), until=at + timedelta(days=1), **asked)
    return next((r["value"] for r in found if r["period_start_at"] < at <= r["period_end_at"]), None)


def report(desk: Desk, revision: int, number: float, **more: Any) -> dict[str, Any]:
    own = {"event_id": f"{desk.part}-{revision}-{number}", "indicator": RETAIL, "area_code": CITY, "period": "2026-08"}
    return {"schema": 1, "revision": revision, "value": number} | own | more


def test_a_higher_revision_supersedes_and_the_old_one_stays_as_known_then(desk: Desk, machine: Machine) -> None:
    desk.send("stats.report", report(desk, 0, 5.1))
    run(machine, FIRST)
    desk.send("stats.report", report(desk, 1, 5.3))
    run(machine, SECOND)
    desk.send("stats.report", report(desk, 0, 4.9))
    run(machine, THIRD)
    assert versions(machine, RETAIL, "month", AUGUST) == [(5.1, FIRST), (5.3, SECOND)]
    asked = (FIRST, SECOND - timedelta(seconds=1), SECOND, THIRD)
    assert [value(machine, RETAIL, "month", AUGUST, as_of) for as_of in asked] == [5.1, 5.1, 5.3, 5.3]
    assert machine.latest(RETAIL, grain="month")["value"] == 5.3


def test_the_same_id_with_another_body_is_a_conflict_that_is_shown(desk: Desk) -> None:
    one = report(desk, 0, 5.1, period="2026-07")
    desk.send("stats.report", one, one | {"value": 6.0})
    letters = desk.rows("SELECT reason, sentence FROM ing.dead_letter WHERE part = %s", desk.part)
    assert [letter["reason"] for letter in letters] == ["id_conflict"]
    assert one["event_id"] in letters[0]["sentence"]
    assert "is stored with other content" in letters[0]["sentence"]


def air(
    desk: Desk, source: str, name: str, at: datetime, quality: str = "ok", **changes: float
) -> list[dict[str, Any]]:
    """One hour of a station; a change of one metric alone sends only that one."""
    values = changes if name != "first" else AIR | changes
    own = {"schema": 1, "source_id": source, "observed_at": at.isoformat(), "quality": quality}
    return [
        own | {"event_id": f"{desk.part}-{source}-{m}-{name}"[-64:], "metric": m, "value": v} for m, v in values.items()
    ]


def stations() -> list[str]:
    return [s.source_id for s in zhengzhou().sources.values() if s.kind == "air_station"]


def test_a_reading_corrected_from_suspect_to_ok_supersedes(desk: Desk, machine: Machine) -> None:
    station = stations()[0]
    desk.send("iot.reading", *air(desk, station, "first", HOUR, "suspect", pm25_ugm3=300.0))
    run(machine, FIRST)
    desk.send("iot.reading", *air(desk, station, "again", HOUR, "ok", pm25_ugm3=35.0))
    run(machine, SECOND)
    (before, known), (after, known_later) = versions(machine, AQI, "hour", HOUR, station)
    assert before is not None and after is not None and before > 200 > after
    assert (known, known_later) == (FIRST, SECOND)
    assert [value(machine, AQI, "hour", HOUR, as_of, station) for as_of in (FIRST, SECOND)] == [before, after]


def test_a_suspect_reading_that_comes_after_a_good_one_changes_nothing(desk: Desk, machine: Machine) -> None:
    station = stations()[1]
    desk.send("iot.reading", *air(desk, station, "first", HOUR, pm25_ugm3=35.0))
    run(machine, FIRST)
    desk.send("iot.reading", *air(desk, station, "again", HOUR, "suspect", pm25_ugm3=300.0))
    run(machine, SECOND)
    assert [known_at for _, known_at in versions(machine, AQI, "hour", HOUR, station)] == [FIRST]


def test_late_rows_give_the_values_of_their_bucket_a_new_version(desk: Desk, machine: Machine) -> None:
    one, other = stations()[2:4]
    at = HOUR - timedelta(days=20)
    desk.send("iot.reading", *air(desk, one, "first", at))
    run(machine, FIRST)
    desk.send("iot.reading", *air(desk, other, "first", at, pm25_ugm3=250.0))
    run(machine, SECOND)
    (before, known), (after, known_later) = versions(machine, AQI, "hour", at)
    assert before != after
    assert (known, known_later) == (FIRST, SECOND)
    assert [known_at for _, known_at in versions(machine, AQI, "hour", at, one)] == [FIRST]
    assert value(machine, AQI, "hour", at, FIRST) == before


def test_late_steps_give_the_values_of_their_day_a_new_version(desk: Desk, machine: Machine) -> None:
    """A ticket closed on time whose closing arrives a month after its limit: until then it counted as missed."""
    common = {"schema": 1, "ticket_id": f"T-{desk.part}", "channel": "phone", "category": "QZ-heating"}
    life = {"accepted": HOUR, "closed": HOUR + timedelta(hours=3)}
    steps = {n: common | {"event_id": f"{desk.part}-{n}", "at": at.isoformat(), "step": n} for n, at in life.items()}
    due_at = HOUR + timedelta(hours=5)
    desk.send("hotline.ticket", steps["accepted"] | {"due_at": due_at.isoformat()})
    run(machine, FIRST)
    desk.send("hotline.ticket", steps["closed"])
    run(machine, SECOND)
    assert versions(machine, "hotline.on_time", "day", due_at) == [(0.0, FIRST), (100.0, SECOND)]
    assert value(machine, "hotline.on_time", "day", due_at, FIRST) == 0.0
