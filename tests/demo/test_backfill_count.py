"""Whether the back-fill was finished is read from the number of records alone, so the count must be exact."""

from __future__ import annotations

import pytest

from demo.live import backfill
from demo.live.readings import made
from demo.live.story import Story

pytestmark = pytest.mark.unit


def test_the_count_is_what_is_sent(story: Story) -> None:
    first, until = backfill.parts(story.world)[5]
    due = backfill.planned(story.series, first, until)
    assert backfill._sent(story.series, due) == sum(1 for _ in made(story.series, due))
