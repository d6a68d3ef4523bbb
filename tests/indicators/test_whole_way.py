"""From seeded rows through rollups and windows to the published number of single indicators."""

from datetime import timedelta
from typing import Any

import pytest

from tests.indicators.machine import AREA, DAY, NOW, STATION, STREAM, Machine, air, ticket

pytestmark = pytest.mark.db


def test_rates_of_the_open_day_count_what_is_due_by_now(machine: Machine, seed: Any) -> None:
    due = {"due_at": NOW - timedelta(hours=1)}
    seed(
        STREAM
        | {
            "tickets": [
                ticket(1, **due, closed_at=NOW - timedelta(hours=2)),
                ticket(2, **due),
                ticket(3, due_at=NOW + timedelta(hours=3)),
            ]
        }
    )
    machine.run(NOW)
    for subject in ("410100", "410105", AREA, "env"):
        found = machine.rows("hotline.on_time", subject, "day")[-1]
        assert (found["value"], found["numerator"], found["denominator"]) == (50.0, 1.0, 2.0)
    assert machine.latest("hotline.overdue")["value"] == 1.0
    later = NOW + timedelta(hours=4)
    machine.run(later)
    assert machine.rows("hotline.on_time", grain="day")[-1]["denominator"] == 3.0
    assert machine.latest("hotline.overdue")["value"] == 2.0


def test_days_make_the_year_to_date(machine: Machine, seed: Any) -> None:
    start = DAY - timedelta(days=2)
    for day, pm25 in ((0, 20.0), (1, 90.0)):
        hours = [start + timedelta(days=day, hours=h) for h in range(1, 25)]
        seed((STATION if day == 0 else {}) | {"readings": [r for at in hours for r in air(at, pm25_ugm3=pm25)]})
    machine.run(NOW)
    assert [v["value"] for v in machine.rows("environment.pm25_day", grain="day")][-2:] == [20.0, 90.0]
    good = machine.latest("environment.good_day_rate", grain="day")
    assert (good["value"], good["numerator"], good["denominator"]) == (50.0, 1.0, 2.0)
    assert machine.latest("environment.pm25_ytd", grain="day")["value"] == 55.0


def test_rain_of_24_hours_rolls_on_with_the_minutes(machine: Machine, seed: Any) -> None:
    gauges = {"sources": [{"source_id": "g", "kind": "rain_gauge", "area_id": AREA}]}
    drops = [
        (NOW - timedelta(hours=24, minutes=10), 50.0),
        (NOW - timedelta(hours=23), 20.0),
        (NOW - timedelta(minutes=5), 31.0),
    ]
    seed(gauges | {"readings": [{"source": "g", "metric": "rain_5min", "at": at, "value": v} for at, v in drops]})
    machine.run(NOW)
    found = machine.latest("water.rain_24h_max", AREA, "5min")
    assert (found["value"], found["detail"], found["status"]) == (51.0, "暴雨", "watch")


def test_cameras_that_fall_silent_pull_the_rate_down(machine: Machine, seed: Any) -> None:
    cameras = [{"source_id": c, "kind": "camera", "area_id": AREA, "in_service_from_at": DAY} for c in ("c1", "c2")]
    hour = NOW - timedelta(minutes=30)
    seen = [
        {"source": "c1", "metric": "camera_online", "at": hour + timedelta(minutes=5 * k), "value": 1} for k in range(6)
    ]
    seed({"sources": cameras, "readings": seen})
    machine.run(NOW)
    found = machine.latest("video.online_rate")
    assert (found["value"], found["numerator"], found["denominator"]) == (50.0, 1.0, 2.0)


def test_an_open_cover_and_its_case_are_one(machine: Machine, seed: Any) -> None:
    seen = {"metric": "cover_state", "at": NOW - timedelta(minutes=5)}
    near = ticket(
        1, channel="sensor", category="alarm.cover", accepted_at=NOW - timedelta(minutes=4), lon=113.6501, lat=34.75
    )
    far = ticket(2, channel="phone", category="BJ-cover", accepted_at=NOW - timedelta(minutes=4), lon=113.70, lat=34.75)
    seed({
        "sources": [{"source_id": c, "kind": "cover", "area_id": AREA, "lon": 113.65, "lat": 34.75} for c in ("c1", "c2")],
        "readings": [{"source": "c1", "value": 1} | seen, {"source": "c2", "value": 0} | seen],
        "tickets": [near, far],
    } | STREAM)  # fmt: skip
    machine.run(NOW)
    found = machine.latest("municipal.cover_open", grain="5min")
    assert (found["value"], found["denominator"], found["status"]) == (2.0, 2.0, "good")
