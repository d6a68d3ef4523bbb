"""The rainstorm touches rain, rivers, low roads, traffic, video events and calls, together and in the same districts."""

from __future__ import annotations

import numpy as np
import pytest

from core.geo import Locator
from demo.live import births, video
from demo.live.profiles import by_metric
from demo.live.sky import EVERY_S, FIRST_LIVE_S
from demo.live.world import World

pytestmark = pytest.mark.unit


def series(world: World, metric: str, t: np.ndarray) -> np.ndarray:
    """Rows = moments, columns = the sources of the metric."""
    who = world.holders(metric)
    found = [by_metric()[metric].values(world, metric, who, np.full(len(who), moment)) for moment in t]
    return np.array(found)


def storm_start(world: World) -> int:
    return world.origin + FIRST_LIVE_S


def test_the_first_live_storm_begins_three_minutes_after_the_first_start(world: World) -> None:
    start = storm_start(world)
    assert series(world, "rain_5min", np.array([start]))[0].max() == 0
    assert series(world, "rain_5min", np.array([start + 900]))[0].max() > 5
    assert series(world, "rain_5min", np.array([start + 3600]))[0].max() == 0


def test_it_comes_again_after_six_hours(world: World) -> None:
    again = storm_start(world) + EVERY_S
    assert series(world, "rain_5min", np.array([again - 600, again + 900])).max(axis=1).tolist()[0] == 0
    assert series(world, "rain_5min", np.array([again + 900])).max() > 5


def test_two_evenings_before_120_mm_fell_in_three_hours(world: World) -> None:
    evening = world.sky.storms[0].starts
    assert world.local(evening).hour == 18
    sums = series(world, "rain_5min", np.arange(evening, evening + 3 * 3600 + 300, 300)).sum(axis=0)
    assert 80 < sums.max() < 190


def test_rivers_rise_after_the_rain(world: World) -> None:
    evening = world.sky.storms[0].starts
    t = np.arange(evening - 3600, evening + 12 * 3600, 600)
    levels = series(world, "water_level", t)
    rain = series(world, "rain_5min", t)
    most = int((levels.max(axis=0) - levels[0]).argmax())
    assert t[levels[:, most].argmax()] > t[rain.max(axis=1).argmax()] + 1800
    warning = world.attribute("warning_m", 99.0)[world.holders("water_level")]
    over = (levels >= warning).any(axis=0)
    assert 0 < over.mean() < 0.6


def test_roads_flood_and_traffic_slows_where_it_rains(world: World) -> None:
    start = storm_start(world)
    t = np.array([start - 60, start + 1500])
    who = world.holders("speed_kmh")
    wet = world.sky.roads(world.lon[who], world.lat[who], np.full(len(who), t[1]))
    before, during = series(world, "speed_kmh", t)
    slowed = during / before
    assert slowed[wet > 0.5].mean() < 0.65
    assert slowed[wet < 0.02].mean() > 0.9
    assert series(world, "ponding_depth", t)[1].max() > 15


def test_cameras_and_callers_see_it_in_the_same_districts(world: World) -> None:
    locator, start = Locator(world.city), storm_start(world)
    minutes = range(start // 60, start // 60 + 40)
    seen = [s for m in minutes for s in video.of_minute(world, m) if s.storm]
    cases = [c for m in minutes for c in births.of_minute(world, m) if c.ticket_id.rsplit("-", 1)[1].startswith("s")]
    assert len(seen) > 20
    assert len(cases) > 10
    assert {c.category.code for c in cases} >= {"QZ-road_flood", "QZ-power_outage"}
    of_events = {(locator.locate(world.lon[s.who], world.lat[s.who]) or "")[:6] for s in seen}
    of_cases = {(locator.locate(c.first["lon"], c.first["lat"]) or "")[:6] for c in cases}
    assert len(of_cases & of_events) >= max(1, len(of_cases) // 2)


def test_a_dry_hour_has_no_storm_events(world: World) -> None:
    quiet = (storm_start(world) - 5 * 3600) // 60
    assert not [s for m in range(quiet, quiet + 60) for s in video.of_minute(world, m) if s.storm]
