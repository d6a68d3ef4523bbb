"""From rows to published values: versions, silence, late data, corrections, reports, derived numbers."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.city import City
from core.store import Row, Store
from indicators.catalogue import catalogue
from indicators.compute import Compute
from indicators.refresh import Refresh

pytestmark = pytest.mark.db
NOW = datetime(2026, 11, 22, 4, 30, tzinfo=UTC)  # 12:30 local
DAY = datetime(2026, 11, 21, 16, tzinfo=UTC)  # the local day's start
AREA = "410105001"


class Machine:
    """Refresh and compute at a moment of our choice."""

    def __init__(self, store: Store, city: City) -> None:
        self.store = store
        self.refresh = Refresh(store, city)
        self.compute = Compute(store, city, catalogue(city))

    def run(self, now: datetime) -> None:
        self.refresh.slow._next = 0.0
        while self.refresh.tick(now=now).left:
            pass
        for _ in range(20):
            self.compute._coarse._next = 0.0
            ticked = self.compute.tick(now=now)
            if not ticked.left and not ticked.written:
                return

    def rows(self, code: str, subject: str = "410100", grain: str = "hour") -> list[Row]:
        with self.store.session() as session:
            return session.rows(
                "SELECT * FROM val.value WHERE indicator = %s AND subject = %s AND grain = %s ORDER BY period_start_at, known_at",
                (code, subject, grain),
            )

    def latest(self, code: str, subject: str = "410100", grain: str = "hour") -> Row:
        with self.store.session() as session:
            found = session.rows(
                "SELECT * FROM val.latest WHERE indicator = %s AND subject = %s AND grain = %s", (code, subject, grain)
            )
        return found[0] if found else {}


@pytest.fixture
def machine(store: Store, city: City) -> Machine:
    return Machine(store, city)


AIR = {"pm25_ugm3": 75.0, "pm10_ugm3": 60.0, "so2_ugm3": 5.0, "no2_ugm3": 20.0, "co_mgm3": 0.5, "o3_ugm3": 40.0}


def air(at: datetime, source: str = "s1", **changes: float) -> list[dict[str, Any]]:
    return [{"source": source, "metric": m, "at": at, "value": v} for m, v in (AIR | changes).items()]


def ticket(n: int, **more: Any) -> dict[str, Any]:
    return {"ticket_id": f"t{n}", "area_id": AREA, "department": "env", "accepted_at": DAY + timedelta(hours=1)} | more


STATION = {
    "sources": [{"source_id": "s1", "kind": "air_station", "area_id": AREA}, {"source_id": "s2", "area_id": AREA}]
}
STREAM = {"streams": [{"stream": "hotline.ticket", "newest_observed_at": NOW}]}


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


def test_a_source_that_went_quiet_is_stale_and_says_since_when(machine: Machine, seed: Any) -> None:
    end = NOW - timedelta(minutes=30)
    seed(STATION | {"readings": air(end)})
    machine.run(NOW)
    machine.run(NOW + timedelta(hours=4))
    for subject in ("s1", "410100"):
        found = machine.latest("environment.aqi_hour", subject)
        assert (found["value"], found["status"], found["reason"], found["data_until_at"]) == (
            None,
            "stale",
            "停报 4 时",
            end,
        )


def test_an_open_bucket_keeps_one_version_a_minute(machine: Machine, seed: Any) -> None:
    seed(STREAM | {"tickets": [ticket(1)]})
    machine.run(NOW)
    seed({"tickets": [ticket(2)]})
    machine.run(NOW + timedelta(seconds=20))
    seed({"tickets": [ticket(3)]})
    machine.run(NOW + timedelta(seconds=80))
    assert [v["value"] for v in machine.rows("hotline.accepted", grain="day")] == [2.0, 3.0]


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


def test_a_district_without_tickets_has_zero_and_not_silence(machine: Machine, seed: Any) -> None:
    seed(STREAM | {"tickets": [ticket(1)]})
    machine.run(NOW)
    assert machine.rows("hotline.accepted", "410102", "day")[-1]["value"] == 0.0
    assert machine.rows("hotline.accepted", "410102001", "day") == []


def test_nothing_due_is_no_value_when_the_day_has_closed(machine: Machine, seed: Any) -> None:
    seed(STREAM | {"tickets": [ticket(1)]})
    machine.run(NOW)
    with machine.store.session() as session:
        session.run("UPDATE ing.stream_offset SET newest_observed_at = %s", (NOW + timedelta(hours=12),))
    machine.run(NOW + timedelta(hours=11, minutes=31))  # 00:01 local
    found = machine.rows("hotline.on_time", grain="day")[-1]
    assert (found["value"], found["status"], found["reason"]) == (None, "none", "本期无到期件")


def report(revision: int, value: float | None, period: str = "2026-10", **more: Any) -> dict[str, Any]:
    start = datetime(2026, 9, 30, 16, tzinfo=UTC)
    row = {
        "event_id": f"{period}r{revision}",
        "indicator": "economy.retail_sales",
        "period": period,
        "revision": revision,
        "value": value,
    }
    return row | {"period_start_at": start, "period_end_at": start + timedelta(days=31)} | more


def test_a_revision_supersedes_and_the_first_number_stays_as_known_then(machine: Machine, seed: Any) -> None:
    seed({"reports": [report(0, 400.0)]})
    machine.run(NOW)
    seed({"reports": [report(1, 410.0)]})
    machine.run(NOW + timedelta(minutes=2))
    assert [v["value"] for v in machine.rows("economy.retail_sales", grain="month")] == [400.0, 410.0]
    assert machine.latest("economy.retail_sales", grain="month")["value"] == 410.0


def test_a_report_without_a_number_says_why(machine: Machine, seed: Any) -> None:
    seed({"reports": [report(0, None, reason="1月不单独发布")]})
    machine.run(NOW)
    found = machine.latest("economy.retail_sales", grain="month")
    assert (found["value"], found["status"], found["reason"]) == (None, "none", "1月不单独发布")


def test_cumulative_periods_of_a_year_live_side_by_side(machine: Machine, seed: Any) -> None:
    start = datetime(2025, 12, 31, 16, tzinfo=UTC)
    ends = [datetime(2026, month, 28, 16, tzinfo=UTC) for month in (2, 3)]
    periods = ("2026-01/2026-02", "2026-01/2026-03")
    rows = [
        report(0, 5.0 + n, p, period_start_at=start, period_end_at=e)
        for n, (p, e) in enumerate(zip(periods, ends, strict=True))
    ]
    seed({"reports": rows})
    machine.run(NOW)
    assert [v["value"] for v in machine.rows("economy.retail_sales", grain="month")] == [5.0, 6.0]
    assert machine.latest("economy.retail_sales", grain="month")["value"] == 6.0


def test_a_month_not_yet_complete_does_not_hide_the_last_one(machine: Machine, seed: Any) -> None:
    machine.run(NOW)  # the first word on an empty database: nothing for October
    names = ("industrial_power", "freight_tonnage", "loan_balance", "foreign_trade", "retail_sales", "budget_revenue")
    for year, month, value in ((2025, 8, 100.0), (2025, 9, 100.0), (2026, 8, 104.0), (2026, 9, 105.0)):
        period = {
            "period_start_at": datetime(year, month - 1, 30, 16, tzinfo=UTC),
            "period_end_at": datetime(year, month, 30, 16, tzinfo=UTC),
        }
        period = {k: v.replace(day=31) if v.month == 8 else v for k, v in period.items()} | {
            "period": f"{year}-{month:02d}"
        }
        codes = [f"economy.{n}" for n in (*names, "fixed_investment_growth", "industrial_va_growth")]
        seed(
            {"reports": [report(0, value) | period | {"indicator": c, "event_id": f"{c}{year}{month}"} for c in codes]}
        )
    machine.run(NOW + timedelta(minutes=1))
    found = machine.latest("economy.warning_light", grain="month")
    assert (found["period_end_at"], found["denominator"]) == (datetime(2026, 9, 30, 16, tzinfo=UTC), 40.0)
    assert found["value"] is not None


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


def test_a_day_in_progress_has_no_daily_index(machine: Machine, seed: Any) -> None:
    hours = [DAY + timedelta(hours=h) for h in range(1, 12)]
    seed(STATION | {"readings": [r for at in hours for r in air(at)]})
    machine.run(NOW)
    assert [v for v in machine.rows("environment.pm25_day", grain="day") if v["period_start_at"] >= DAY] == []


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


def test_the_screens_are_told_which_codes_changed(machine: Machine, seed: Any, postgres_url: str) -> None:
    machine.run(NOW)
    seed(STREAM | {"tickets": [ticket(1)]})
    notes = machine.store.listen("value", timeout_s=0.2)
    assert next(notes) is None  # listening has begun
    machine.run(NOW + timedelta(seconds=5))
    assert "hotline.accepted" in (next(notes) or "")
    notes.close()
