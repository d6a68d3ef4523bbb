"""Nothing heard is not nothing wrong: what the pages say of a city whose streams are silent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import plotly.utils
import pytest

from core import city as packs
from core.model import Lang
from core.store import Store
from dashboards.cockpit import overdue, sentences
from dashboards.context import Context
from dashboards.onemap import boxes
from dashboards.ops import page as ops
from dashboards.reads.silence import IOT, STREAMS, TICKETS, VIDEO
from dashboards.shell.streams import health
from tests.dashboards import site
from tests.dashboards.mapsite import arrived

pytestmark = pytest.mark.db


@pytest.fixture(scope="module")
def store(postgres_url: str) -> Iterator[Store]:
    site.empty(postgres_url)
    with Store(postgres_url, size=1) as opened:
        yield opened


def heard(store: Store, ages: dict[str, timedelta]) -> None:
    """Each stream brought rows so long ago; the others never did."""
    now = datetime.now(UTC)
    with store.session() as session:
        session.run("DELETE FROM ing.minute")
        arrived(session, {stream: now - age for stream, age in ages.items()})


def shown(store: Store, lang: Lang = "zh") -> str:
    """What the wall and the cockpit say, as text."""
    context = Context(packs.load("zhengzhou"), store, {}, lang=lang)
    parts = [boxes.incidents, boxes.overdue, boxes.surge, boxes.ribbon, overdue.panel, sentences.sentences]
    return json.dumps([part(context) for part in parts], cls=plotly.utils.PlotlyJSONEncoder, ensure_ascii=False)


CALM = ("没有未了的要情", "没有超期未结的诉求", "近 2 小时没有突增的诉求", "没有超期工单", "24 小时告警 0")
UNKNOWN = ("要情未知", "超期情况未知：热线 未接入", "诉求情况未知：热线 未接入", "24 小时告警 —")


def test_of_a_city_that_was_never_heard_nothing_is_called_calm(store: Store) -> None:
    heard(store, {})
    words = shown(store)
    assert [w for w in CALM if w in words] == []
    assert [w for w in UNKNOWN if w not in words] == []
    assert "没有数据可以判断：物联 未接入、视频 未接入、热线 未接入" in words
    assert "No data to judge by: IoT no data yet, Video no data yet, Hotline no data yet" in shown(store, "en")


def test_a_city_that_is_heard_may_be_calm(store: Store) -> None:
    heard(store, dict.fromkeys(STREAMS, timedelta()))
    words = shown(store)
    assert [w for w in CALM if w not in words] == []
    assert "未知" not in words


def test_one_silent_stream_leaves_its_own_calm_unknown(store: Store) -> None:
    heard(store, {IOT: timedelta(), VIDEO: timedelta(), TICKETS: timedelta(hours=2, minutes=1)})
    words = shown(store)
    assert "没有数据可以判断：热线 停 2 时" in words
    assert "超期情况未知：热线 停 2 时" in words
    assert "24 小时告警 0" in words


def test_a_ledger_of_nothing_is_not_called_exact(store: Store) -> None:
    context = Context(packs.load("zhengzhou"), store, {})
    with store.session() as session:
        session.run(
            "INSERT INTO ing.stream_offset (stream, topic_id, part, first_offset, next_offset, owner) VALUES ('iot.reading', 'one', 0, 0, 0, 'worker-1')"
        )
    words = json.dumps([ops.verdict(context), health(context)], cls=plotly.utils.PlotlyJSONEncoder, ensure_ascii=False)
    assert "还没有收到一条记录" in words
    assert "账实相符" not in words
