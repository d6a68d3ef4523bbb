"""The app as a whole: addresses in, answers out. Real database, no browser."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app import create_app
from core import city as packs
from core.migrate import migrate, register
from core.settings import ROOT, Settings
from core.store import Store
from dashboards.server import health

pytestmark = pytest.mark.db


@pytest.fixture(scope="module")
def client(postgres_url: str) -> Iterator[TestClient]:
    migrate(postgres_url)
    with Store(postgres_url, size=1) as store:
        register(store, packs.load("zhengzhou"))
    settings = Settings(database_url=postgres_url, kafka_bootstrap="127.0.0.1:1", _env_file=None)  # type: ignore[call-arg]
    with TestClient(create_app(settings).server) as opened:
        yield opened


@pytest.mark.parametrize("path", ["/", "/cockpit", "/indicators", "/indicators/hotline.on_time", "/ops"])
def test_a_page_answers(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert 'lang="zh-CN"' in answer.text


def test_a_slash_at_the_end_is_the_same_page(client: TestClient) -> None:
    assert {client.get(p).status_code for p in ("/cockpit/", "/indicators/hotline.on_time/")} == {200}


def test_an_unknown_path_is_a_404(client: TestClient) -> None:
    assert client.get("/no/such/page").status_code == 404


def test_every_answer_keeps_to_this_host(client: TestClient) -> None:
    policy = client.get("/").headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "http" not in policy
    assert "unsafe-eval" not in policy


def test_healthz_names_what_is_not_in_order(client: TestClient) -> None:
    answer = client.get("/healthz")
    said = answer.json()
    assert answer.status_code == 503
    assert said["city"] == "zhengzhou"
    assert {p.split(":")[0] for p in said["problems"]} == {"broker", "data"}


def test_a_page_without_data_is_alive(client: TestClient) -> None:
    assert client.get("/livez").status_code == 200


@pytest.mark.parametrize(("minutes", "n"), [(15, 1), (60, 0), (0, 0)])
def test_how_long_a_silence_is_in_order_is_a_setting(minutes: float, n: int) -> None:
    assert len(health._newest(datetime.now(UTC) - timedelta(minutes=30), minutes)) == n
    assert len(health._newest(None, minutes)) == bool(minutes)


def test_a_replay_that_has_ended_is_in_order() -> None:
    silence = {demo: Settings(demo=demo, _env_file=None).health_silence_min for demo in ("live", "0", "replay:x")}  # type: ignore[call-arg]
    assert silence == {"live": 15, "0": 15, "replay:x": 0}


def test_metrics_speak_prometheus(client: TestClient) -> None:
    found = client.get("/metrics").text
    assert "citybrain_screens 0.0" in found
    assert "citybrain_waiting_deltas 0.0" in found


def test_metrics_tell_how_long_old_row_versions_are_held(client: TestClient, postgres_url: str) -> None:
    with Store(postgres_url, size=1) as store, store.session("REPEATABLE READ") as reader:
        reader.rows("SELECT 1")
        reader.rows("SELECT pg_sleep(0.2)")
        found = client.get("/metrics").text
    assert float(re.findall(r"^citybrain_snapshot_seconds (.+)$", found, re.M)[0]) > 0.2


def test_metrics_tell_how_long_tiles_take(client: TestClient) -> None:
    client.get("/map/air_stations.json")
    assert 'citybrain_answer_seconds_count{kind="tile"}' in client.get("/metrics").text


def test_the_ledger_is_a_list(client: TestClient) -> None:
    assert client.get("/export/ledger.json").json() == []


def test_a_bad_export_is_a_sentence(client: TestClient) -> None:
    answer = client.get("/export/indicators.csv?indicator=no.such")
    assert (answer.status_code, answer.text.count("\n")) == (400, 0)


def test_a_parameter_given_twice_is_refused(client: TestClient) -> None:
    answer = client.get("/export/indicators.csv?indicator=hotline.on_time&area=410102&area=410103")
    assert (answer.status_code, "twice" in answer.text) == (400, True)


def test_a_plus_typed_into_an_address_is_a_plus(client: TestClient) -> None:
    answer = client.get("/export/indicators.csv?indicator=hotline.on_time&from=2026-11-22T08:00:00+08:00")
    assert answer.status_code == 200


def test_interactive_api_pages_are_off(client: TestClient) -> None:
    assert {client.get(p).status_code for p in ("/docs", "/redoc", "/openapi.json")} == {404}


def test_app_joins_and_nothing_else() -> None:
    assert len(Path(ROOT / "app.py").read_text("utf-8").splitlines()) < 100
