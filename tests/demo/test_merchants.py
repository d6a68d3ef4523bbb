"""Consumer complaints name their merchant; one gym is complained of by many callers."""

from collections import Counter

import pytest

from demo.live import births, merchants
from demo.live.world import World

pytestmark = pytest.mark.unit


def test_prepaid_cards_are_mostly_those_of_the_gym(world: World) -> None:
    card = world.city.categories["TS-prepaid_card"]
    found = [merchants.named(world, card, f"t{n}") for n in range(200)]
    counts = Counter(case["attributes"]["merchant_id"] for case in found)
    assert counts.most_common(1)[0][1] == pytest.approx(200 * merchants.OF_GYM, rel=0.2)
    assert all(len(merchant) == 18 for merchant in counts)
    assert found == [merchants.named(world, card, f"t{n}") for n in range(200)]


def test_other_cases_name_none(world: World) -> None:
    assert merchants.named(world, world.city.categories["QZ-heating"], "t1") == {}


def test_a_week_holds_a_cluster(world: World) -> None:
    """Five callers of one merchant, as market.clustered_merchants asks."""
    callers: dict[str, set[str]] = {}
    for minute in range(world.first // 60, world.origin // 60):
        for case in births.of_minute(world, minute):
            if case.category.code in merchants.COMPLAINTS and "caller" in case.first:
                callers.setdefault(case.first["attributes"]["merchant_id"], set()).add(case.first["caller"])
    assert max(map(len, callers.values())) >= 5
