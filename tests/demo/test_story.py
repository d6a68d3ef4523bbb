"""The generator: the same story every time, valid but for the bad records it means, at its promised rates."""

from __future__ import annotations

import itertools
import json
from collections import Counter

import numpy as np
import pytest

from core import city
from demo.live import backfill, reports, series, video
from demo.live.series import DELAYS_S
from demo.live.story import Story
from demo.live.tickets import Tickets
from demo.live.world import World
from demo.messages import READING, TOPICS
from tests.demo.decoded import bad, valid

pytestmark = pytest.mark.unit
CITIES = ["dezhou", "ganzhou", "jiyuan", "shenzhen", "zhengzhou"]


def test_the_same_span_gives_the_same_bytes(world: World) -> None:
    first, again = (Story(World(world.city, world.origin), world.origin) for _ in range(2))
    span = (world.origin + 200, world.origin + 260)
    assert list(first.between(*span)) == list(again.between(*span))


def test_a_restart_goes_on_without_a_hole_or_a_double(world: World) -> None:
    start, middle, end = world.origin, world.origin + 90, world.origin + 240
    whole = Story(world, start)
    straight = [*whole.between(start, middle), *whole.between(middle, end)]
    broken = [*Story(world, start).between(start, middle), *Story(world, middle).between(middle, end)]
    assert Counter(straight) == Counter(broken)


@pytest.mark.parametrize("name", CITIES)
def test_what_is_sent_is_valid_but_for_one_in_a_thousand(name: str, world: World) -> None:
    story = Story(World(city.load(name), world.origin), world.origin)
    sent = list(itertools.islice(story.before(), 20_000)) + list(story.between(world.origin, world.origin + 600))
    assert {topic for topic, _, _ in sent} == set(TOPICS)
    spoilt = bad(sent)
    assert 0.0003 < len(spoilt) / len(sent) < 0.003


def test_half_a_percent_is_sent_twice(world: World, story: Story) -> None:
    sent = [body for topic, _, body in itertools.islice(story.before(), 30_000) if valid(topic, body)]
    twice = len(sent) - len(set(sent))
    assert 0.003 < twice / len(sent) < 0.008


def test_every_record_is_keyed_by_its_source(story: Story, world: World) -> None:
    names = {READING: "source_id", "video.event": "camera_id", "hotline.ticket": "ticket_id"}
    for topic, key, body in story.between(world.origin + 1000, world.origin + 1200):
        if topic in names and valid(topic, body):
            assert json.loads(body)[names[topic]] == key


def test_the_back_fill_is_newest_first_and_of_the_planned_size(story: Story) -> None:
    spans = backfill.parts(story.world)
    assert spans == sorted(spans, reverse=True)
    assert spans[0][1] == story.world.origin
    assert spans[-1][0] == story.world.origin - 7 * 86400
    assert 900_000 < backfill.count(story.series) < 1_300_000


def test_the_back_fill_leaves_no_five_minutes_without_traffic(story: Story) -> None:
    first, until = backfill.parts(story.world)[2]
    due = backfill.planned(story.series, first, until)
    traffic = np.array([p.name == "traffic" for p in story.series.profiles])[due.series]
    slots = set((due.t[traffic] // 300).tolist())
    assert slots >= set(range(first // 300 + 1, until // 300))


def test_two_readings_in_a_hundred_are_late(story: Story) -> None:
    begin = story.world.origin
    due = story.series.due(begin, begin + 7200)
    lateness = (begin + 7200) - due.t
    assert lateness.min() >= DELAYS_S[0]
    late = sum(len(story.series._due_late(begin, begin + 7200, kind).t) for kind in (1, 2, 3))
    assert 0.01 < late / len(due.t) < 0.03


def test_every_live_reading_is_due_once(story: Story) -> None:
    begin = story.world.origin
    seen: Counter[tuple[int, int]] = Counter()
    for second in range(begin, begin + 900, 7):
        due = story.series.due(second, second + 7)
        seen.update(zip(due.series.tolist(), due.t.tolist(), strict=True))
    assert max(seen.values()) == 1


def test_ids_of_the_back_fill_are_those_of_the_live_readings(story: Story) -> None:
    """So that an overlap of the two is a duplicate, never a double."""
    begin = story.world.origin
    live = story.series.due(begin - 7200, begin)
    past = backfill.planned(story.series, begin - 7200, begin)
    on_grid = set(zip(live.series.tolist(), live.t.tolist(), strict=True))
    inside = [
        (s, t) for s, t in zip(past.series.tolist(), past.t.tolist(), strict=True) if begin - 5400 < t < begin - 1800
    ]
    assert inside
    assert all(pair in on_grid for pair in inside)


def test_rates_of_a_day(world: World) -> None:
    week = list(Tickets(world, 0).due(0, world.origin))
    cases = sum(json.loads(m.body)["step"] == "reported" for m in week) / 7
    assert 500 < cases < 720
    seen = sum(len(video.due(world, h, h + 3600)) for h in range(world.first, world.origin, 3600)) / 7
    assert 1500 < seen < 3000


def test_three_years_of_reports_keep_the_rule_of_january(world: World) -> None:
    sent = [json.loads(m.body) for m in reports.due(world, 0, world.origin)]
    assert {s["indicator"] for s in sent} == set(world.city.reported)
    sales = {s["period"] for s in sent if s["indicator"] == "economy.retail_sales"}
    assert "2026-01/2026-02" in sales
    assert not {"2026-01", "2026-02"} & sales
    revised = [s for s in sent if s["revision"]]
    assert 0.05 < len(revised) / len(sent) < 0.2


def test_metrics_of_the_pack_all_have_a_shape(world: World) -> None:
    told = {(s, m) for s, m in zip(series.build(world).keys, series.build(world).metrics, strict=True)}
    assert told == {(s.source_id, m) for s in world.sources for m in s.metrics}
