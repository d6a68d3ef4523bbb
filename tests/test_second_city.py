"""A city with towns and no districts, from the Kafka record to the file and the page: nothing on the way knows the first city."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from starlette.testclient import TestClient

from app import create_app
from core import city
from core.city import City
from core.settings import Settings
from core.store import Store
from demo.messages import READING, TICKET, reading, step
from demo.producer import Producer
from deploy.local.kafka import Kafka
from tests.demo.whole_way import computed, ingested, settings, worker

pytestmark = [pytest.mark.db, pytest.mark.broker]
PACK = "jiyuan"


@pytest.fixture(scope="module")
def pack() -> City:
    found = city.load(PACK)
    assert not found.level("district")
    return found


@pytest.fixture(scope="module")
def client(
    postgres_url: str, broker: Kafka, pack: City, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[TestClient]:
    """A complaint of one town and a river above its warning level have gone the whole way."""
    given = settings(postgres_url, broker.url).model_copy(update={"city": PACK})
    log = tmp_path_factory.mktemp("worker") / "worker.log"
    with worker(given, log), Store(postgres_url, size=2) as store:
        send(given, pack)
        assert ingested(given, store, TICKET)["rows"] == 2, log.read_text()
        assert ingested(given, store, READING)["rows"] == 1, log.read_text()
        computed(given, store)
    with TestClient(create_app(given).server) as opened:
        yield opened


def send(given: Settings, pack: City) -> None:
    at = datetime.now(UTC).replace(microsecond=0)
    gauge = next(s for s in pack.sources.values() if s.kind == "river_gauge")
    with Producer(given) as producer:
        town = {"category": next(iter(pack.categories)), "channel": "phone", "area_code": town_of(pack)}
        producer.send(step("jy-1", at, "reported", **town))
        producer.send(step("jy-1", at, "accepted"))
        producer.send(reading(gauge.source_id, at, "water_level", 999.0))
        producer.flush()


def town_of(pack: City) -> str:
    return pack.level("street")[0].code


@pytest.mark.parametrize(
    ("indicator", "of"),
    [("hotline.accepted", "town"), ("hotline.accepted", "city"), ("water.over_warning_count", "city")],
)
def test_the_file_has_the_number(client: TestClient, pack: City, indicator: str, of: str) -> None:
    area = town_of(pack) if of == "town" else pack.code
    lines = client.get(f"/export/indicators.csv?indicator={indicator}&area={area}").text.splitlines()
    heads = lines[0].lstrip("\ufeff").split(",")
    newest = dict(zip(heads, lines[-1].split(","), strict=True))
    assert (newest["subject"], newest["value"]) == (area, "1")


def test_the_pages_show_it(client: TestClient, pack: City) -> None:
    for page in ("/", "/cockpit", "/indicators/hotline.accepted"):
        assert client.get(page).status_code == 200
        frame = client.get(f"/frame?pages={page}").json()
        assert frame["props"], page
    assert pack.file.name.label.zh in client.get("/").text


def test_the_map_draws_the_towns(client: TestClient, pack: City) -> None:
    drawn = client.get("/map/districts.json").text
    assert town_of(pack) in drawn


def test_no_other_city_is_named(client: TestClient) -> None:
    text = "".join(client.get(f"/frame?pages={page}").text for page in ("/", "/cockpit"))
    assert city.load("zhengzhou").file.name.label.zh not in text
