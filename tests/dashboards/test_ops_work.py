"""What a person asks for on /ops: noted with name and reason, refused without, and never for another site."""

from __future__ import annotations

import json
from collections.abc import Iterator

import plotly.utils
import psycopg
import pytest
from starlette.testclient import TestClient

from app import create_app
from core import city as packs
from core.settings import Settings
from core.store import Store
from dashboards.context import Context
from dashboards.ops import work
from dashboards.ops.choice import chosen
from dashboards.ops.page import layout
from dashboards.ops.words import ACTIONS, SAID
from tests.dashboards.test_ops import send, url

__all__ = ["url"]
pytestmark = pytest.mark.db


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with Store(url, size=2) as store:
        yield store


def shown(store: Store, **params: str) -> str:
    context = Context(packs.load("zhengzhou"), store, {}, path="/ops", params=params)
    return json.dumps(layout(context), cls=plotly.utils.PlotlyJSONEncoder, ensure_ascii=False)


def test_the_faulty_spot_is_marked_and_the_form_counts(url: str, store: Store) -> None:
    send(url, "video.event", b'{"schema": 1, "oops', b'{"schema": 1}')
    page = shown(store, stream="video.event", reason="not_json")
    assert '"type": "Mark"' in page or '"Mark"' in page
    assert "视频事件 · 不是 JSON：1" in page
    assert SAID["no_work"].zh in page


def test_a_wish_is_noted_with_name_and_reason(store: Store) -> None:
    context = Context(packs.load("zhengzhou"), store, {}, path="/ops")
    said = work.ask(context, "discard", "王敏", "测试数据", chosen({"stream": "video.event", "reason": "not_json"}))
    assert "已登记" in said
    page = shown(store)
    assert "王敏" in page
    assert "等待接入进程" in page
    assert ACTIONS["discard"].zh in page


def test_a_choice_is_only_what_can_be_one() -> None:
    odd = chosen({"stream": "no.such", "part": "-1", "record_offset": "9" * 30, "reason": "x" * 500})
    assert odd == {"stream": None, "reason": "x" * 64, "source_id": None, "part": None, "record_offset": None}
    one = chosen({"stream": "video.event", "part": "2", "record_offset": 7})
    assert (one["part"], one["record_offset"]) == (2, 7)


def test_a_stream_that_stands_still_is_said(url: str, store: Store) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "INSERT INTO ing.pause (stream, sentence, who) VALUES ('video.event', 'too much is bad', 'w1')"
        )
    page = shown(store)
    assert "too much is bad" in page
    assert SAID["paused"].zh in page
    assert ACTIONS["resume"].zh in page


@pytest.fixture(scope="module")
def client(url: str) -> Iterator[TestClient]:
    given = Settings(database_url=url, kafka_bootstrap="127.0.0.1:1", _env_file=None)  # type: ignore[call-arg]
    with TestClient(create_app(given).server) as client:
        yield client


def asked(client: TestClient, headers: dict[str, str]) -> int:
    return client.post("/_dash-update-component", content=b"{}", headers=headers).status_code


def test_only_our_own_pages_may_ask(client: TestClient) -> None:
    json_type = {"content-type": "application/json"}
    for headers in (
        json_type | {"origin": "https://elsewhere.example"},
        json_type | {"sec-fetch-site": "cross-site"},
        {"content-type": "text/plain"},
    ):
        assert asked(client, headers) == 403
    assert asked(client, json_type | {"origin": "http://testserver"}) != 403


def test_health_names_the_stream_that_stands_still(client: TestClient) -> None:
    found = client.get("/healthz")
    assert found.status_code == 503
    assert "stream video.event: stands still, too much is bad" in found.text


def test_metrics_name_the_stream_that_stands_still(client: TestClient) -> None:
    assert 'citybrain_paused{stream="video.event"} 1.0' in client.get("/metrics").text
