"""Numbers of departments: revisions, reasons, cumulative periods, and what is derived from them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.indicators.machine import NOW, Machine, report

pytestmark = pytest.mark.db


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
