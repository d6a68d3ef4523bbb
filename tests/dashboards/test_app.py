"""A web app that starts before its database: pages are served whole, data addresses say what is missing."""

import time
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from app import create_app
from core.settings import Settings


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    settings = Settings(
        database_url="postgresql://nobody@127.0.0.1:1/none", kafka_bootstrap="127.0.0.1:1", _env_file=None
    )  # type: ignore[call-arg]
    with TestClient(create_app(settings).server) as opened:
        yield opened


def test_the_first_page_of_a_process_has_its_assets(client: TestClient) -> None:
    text = client.get("/cockpit").text
    assert "/assets/shell.js" in text and "/assets/tokens.css" in text


def test_every_answer_says_so_soon(client: TestClient) -> None:
    began = time.monotonic()
    said = {path: client.get(path).status_code for path in ("/healthz", "/metrics", "/frame", "/export/ledger.json")}
    assert set(said.values()) == {503}
    assert time.monotonic() - began < 8
