"""The pages count overdue hotline tickets as the indicator does, whatever channel they came by."""

from datetime import timedelta
from typing import Any

import pytest

from tests.indicators.conftest import insert
from tests.indicators.machine import AREA, DAY, NOW, STREAM, Machine, ticket

pytestmark = pytest.mark.db
CHANNELS = ("phone", "app", "bot", "grid", "collector", "video", "sensor", "pigeon", None)
HOTLINE_N = 3


def test_pages_and_indicator_agree(machine: Machine, seed: Any) -> None:
    due_at = DAY + timedelta(hours=2)
    with machine.store.session() as session:
        insert(session, "dim.area_path", {"ancestor_id": "410100", "area_id": AREA})
    seed(STREAM | {"tickets": [ticket(n, channel=channel, due_at=due_at) for n, channel in enumerate(CHANNELS)]})
    machine.run(NOW)
    assert machine.latest("hotline.overdue")["value"] == HOTLINE_N
    late = machine.store.read("cockpit_overdue", at=NOW, area="410100", rows=20)
    assert (late[0]["hotline_n"], late[0]["late_n"], len(late)) == (HOTLINE_N, len(CHANNELS), len(CHANNELS))
    assert machine.store.read("onemap_overdue", now=NOW)[0]["n"] == HOTLINE_N
