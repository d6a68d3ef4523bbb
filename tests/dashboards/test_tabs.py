"""Many tabs of one browser, and a database that goes away under an open page."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.dashboards import site
from tests.services import postgres_server

if TYPE_CHECKING:
    from deploy.local.postgres import Postgres

pytestmark = pytest.mark.browser
TABS = 8
HEARD = "window.heard = 0; addEventListener('citybrain:frame', e => { if (e.detail.changed.streams.length) window.heard++; })"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """A server of its own: this module kills it."""
    with postgres_server(tmp_path_factory.mktemp("tabs")) as server:
        yield server


@pytest.fixture(scope="module")
def address(server: Postgres) -> Iterator[str]:
    from tests.services import fresh_database

    with fresh_database(server, "tabs") as url:
        site.empty(url)
        with site.served(url) as address:
            yield address


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1180, "height": 820}, bypass_csp=True)
    context.set_default_timeout(60_000)
    yield context
    context.close()


def tab(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.add_init_script(HEARD)
    page.goto(f"{address}/indicators?lang=zh")
    page.wait_for_selector("#page h1")
    return page


def screens(address: str) -> int:
    with urllib.request.urlopen(f"{address}/metrics", timeout=20) as answer:
        line = next(x for x in answer.read().decode().splitlines() if x.startswith("citybrain_screens "))
    return int(float(line.split()[1]))


def notify(server: Postgres) -> None:
    import psycopg

    with psycopg.connect(server.url_of("tabs"), autocommit=True) as connection:
        connection.execute("""SELECT pg_notify('ingest', '{"stream": "iot.reading", "rows": 1}')""")


def test_eight_tabs_share_one_connection_and_all_hear(context: BrowserContext, address: str, server: Postgres) -> None:
    pages = [tab(context, address) for _ in range(TABS)]
    assert screens(address) == 1
    notify(server)
    for page in pages:
        page.wait_for_function("window.heard > 0")
    pages[0].close()  # the one that held the connection
    pages[-1].wait_for_timeout(1500)
    assert screens(address) == 1
    notify(server)
    for page in pages[1:]:
        page.wait_for_function("window.heard > 1")


def test_a_lost_database_is_said_on_screen_and_its_return_too(
    context: BrowserContext, address: str, server: Postgres
) -> None:
    page = tab(context, address)
    server.kill()
    page.wait_for_function("!document.getElementById('shell-note').hidden")
    assert "数据库暂时没有应答" in page.inner_text("#shell-note")
    server.start()
    page.wait_for_function("document.getElementById('shell-note').hidden")
