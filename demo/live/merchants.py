"""Whom consumers complain of: most shops once or twice, some again and again, and a gym chain whose cards are worth nothing."""

from __future__ import annotations

from functools import cache
from itertools import accumulate
from random import Random
from typing import Any

from core.city import Category
from demo.live import places
from demo.live.dice import dice
from demo.live.world import World

COMPLAINTS = ("TS-consumer", "TS-prepaid_card")
SHOPS = 120
GYM = 0
OF_GYM = 0.7  # of the complaints about prepaid cards


def named(world: World, category: Category, ticket: str) -> dict[str, Any]:
    """The merchant a complaint names, and where its shop is; nothing for other cases."""
    if category.code not in COMPLAINTS:
        return {}
    rng = dice(world, "merchant", ticket)
    gym = category.code == "TS-prepaid_card" and rng.random() < OF_GYM
    number = GYM if gym else rng.choices(range(1, SHOPS), cum_weights=_weights())[0]
    return {"attributes": _attributes(world, number)} | _place(world, number)


def _attributes(world: World, number: int) -> dict[str, str]:
    name = "示例健身" if number == GYM else f"示例商户{number}"
    return {"merchant_id": f"92{world.city.code}DEMO{number:06d}", "merchant": name}


def _place(world: World, number: int) -> dict[str, Any]:
    rng: Random = dice(world, "shop", number)
    return places.position(world, rng, rng.randrange(len(world.sources)))


@cache
def _weights() -> list[float]:
    """Few are complained of often."""
    return list(accumulate(1 / n for n in range(1, SHOPS)))
