"""From complaints that name their merchant to the clusters of a street."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from core.store import Store
from tests.indicators.machine import AREA, NOW, STREAM, Machine, ticket

pytestmark = pytest.mark.db
CODE = "market.clustered_merchants"
STEP = """
INSERT INTO raw.ticket_step (step_at, event_id, ticket_id, step, attributes, part, record_offset)
VALUES (%(at)s, %(ticket)s, %(ticket)s, 'reported', jsonb_build_object('merchant_id', %(merchant)s::text), 0, 0)
"""


def complaint(n: int, caller: int, at: datetime, category: str = "TS-prepaid_card", area: str = AREA) -> dict[str, Any]:
    return ticket(n, category=category, area_id=area, caller_hash=f"caller-{caller}", accepted_at=at)


def name(store: Store, numbers: range, merchant: str, at: datetime) -> None:
    with store.session() as session:
        for n in numbers:
            session.run(STEP, {"at": at, "ticket": f"t{n}", "merchant": merchant})


def test_five_callers_in_thirty_days_make_a_cluster(machine: Machine, seed: Any) -> None:
    day = timedelta(days=1)
    gym = [complaint(n, n, NOW - n * day) for n in range(4)] + [complaint(4, 4, NOW - 2 * day, area="410102001")]
    shop = [complaint(n, n % 4, NOW - day, "TS-consumer") for n in range(10, 16)]  # four callers, again and again
    seed(STREAM | {"tickets": [*gym, *shop, complaint(20, 20, NOW - 31 * day)]})
    name(machine.store, range(5), "gym", NOW - 5 * day)
    name(machine.store, range(10, 16), "shop", NOW - 2 * day)
    name(machine.store, range(20, 21), "old", NOW - 31 * day)
    machine.run(NOW)
    for subject, value in (("410100", 1.0), (AREA, 1.0), ("410102", 0.0)):
        assert machine.latest(CODE, subject, "day")["value"] == value
    found = machine.latest(CODE, grain="day")
    assert (found["denominator"], found["detail"]) == (2.0, "其中预付卡 1 户")


def test_complaints_without_a_merchant_are_no_value(machine: Machine, seed: Any) -> None:
    seed(STREAM | {"tickets": [complaint(1, 1, NOW - timedelta(hours=2))]})
    machine.run(NOW)
    found = machine.latest(CODE, grain="day")
    assert (found["value"], found["status"], found["reason"]) == (None, "none", "投诉未记商户")
