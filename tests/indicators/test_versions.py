"""When a value is written, and when a new version is made (docs/decisions/values.md)."""

from datetime import timedelta
from typing import Any

import pytest

from tests.indicators.machine import AREA, NOW, STATION, STREAM, Machine, air, ticket

pytestmark = pytest.mark.db


def test_an_hour_of_air_reaches_source_street_district_and_city(machine: Machine, seed: Any) -> None:
    end = NOW - timedelta(minutes=30)
    seed(STATION | {"readings": air(end)})
    machine.run(NOW)
    for subject in ("s1", AREA, "410105", "410100"):
        found = machine.rows("environment.aqi_hour", subject)[-1]
        assert (found["value"], found["detail"], found["status"]) == (114.0, "PM2.5", "watch")
        assert (found["period_end_at"], found["data_until_at"], found["definition"]) == (end, end, "HJ633-2026")
    assert machine.latest("environment.aqi_hour")["value"] == 114.0


def test_late_data_make_a_second_version_and_history_stays(machine: Machine, seed: Any) -> None:
    end = NOW - timedelta(minutes=30)
    seed(STATION | {"readings": air(end)})
    machine.run(NOW)
    seed({"readings": air(end, "s2", pm25_ugm3=35.0)})
    machine.run(NOW + timedelta(minutes=5))
    versions = machine.rows("environment.aqi_hour")
    assert [(v["value"], v["known_at"]) for v in versions] == [(114.0, NOW), (90.0, NOW + timedelta(minutes=5))]
    assert machine.latest("environment.aqi_hour")["value"] == 90.0
    asked = {"code": "environment.aqi_hour", "grain": "hour", "subject_kind": "area", "subjects": ["410100"]}
    as_known_then = machine.store.read("value_by_subject_as_of", as_of=NOW + timedelta(minutes=1), **asked)
    assert [v["value"] for v in as_known_then] == [114.0]


def test_the_same_again_writes_nothing(machine: Machine, seed: Any) -> None:
    seed(STATION | {"readings": air(NOW - timedelta(minutes=30))})
    machine.run(NOW)
    with machine.store.session() as session:
        before = session.rows("SELECT count(*) AS n FROM val.value")
    seed(
        {
            "readings": [
                {"source": "s1", "metric": "pm25_ugm3", "at": NOW - timedelta(minutes=30), "value": 75.0, "id": "again"}
            ]
        }
    )
    machine.run(NOW + timedelta(seconds=10))
    with machine.store.session() as session:
        assert session.rows("SELECT count(*) AS n FROM val.value") == before


def test_an_open_bucket_keeps_one_version_a_minute(machine: Machine, seed: Any) -> None:
    seed(STREAM | {"tickets": [ticket(1)]})
    machine.run(NOW)
    seed({"tickets": [ticket(2)]})
    machine.run(NOW + timedelta(seconds=20))
    seed({"tickets": [ticket(3)]})
    machine.run(NOW + timedelta(seconds=80))
    assert [v["value"] for v in machine.rows("hotline.accepted", grain="day")] == [2.0, 3.0]
