"""A small world that every test of the generator shares."""

from __future__ import annotations

from datetime import datetime

import pytest

from core import city
from demo.live.story import Story
from demo.live.world import World

ORIGIN = int(datetime.fromisoformat("2026-11-20T10:00:00+08:00").timestamp())


@pytest.fixture(scope="session")
def world() -> World:
    return World(city.load("zhengzhou"), ORIGIN)


@pytest.fixture(scope="session")
def story(world: World) -> Story:
    return Story(world, world.origin)
