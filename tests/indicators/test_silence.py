"""Missing is not zero: silence, no value with its reason, and zero only where no row means zero."""

from datetime import timedelta
from typing import Any

import pytest

from tests.indicators.machine import DAY, NOW, STATION, STREAM, Machine, air, ticket

pytestmark = pytest.mark.db


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


def test_a_day_in_progress_has_no_daily_index(machine: Machine, seed: Any) -> None:
    hours = [DAY + timedelta(hours=h) for h in range(1, 12)]
    seed(STATION | {"readings": [r for at in hours for r in air(at)]})
    machine.run(NOW)
    assert [v for v in machine.rows("environment.pm25_day", grain="day") if v["period_start_at"] >= DAY] == []
