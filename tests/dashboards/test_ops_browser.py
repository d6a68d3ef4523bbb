"""Handling dead letters on /ops in a browser: choose, give name and reason, be asked once more, see it noted."""

from __future__ import annotations

import os
from collections.abc import Iterator

import psycopg
import pytest
from playwright.sync_api import Browser, expect

from dashboards.ops.words import ACTIONS, SAID
from tests.dashboards import site
from tests.dashboards.browser import LAYOUTS, axe, cut_off, opened
from tests.dashboards.test_ops import send

pytestmark = [pytest.mark.browser, pytest.mark.db]


@pytest.fixture(scope="module")
def address(postgres_url: str) -> Iterator[str]:
    site.empty(postgres_url)
    send(postgres_url, "video.event", b'{"schema": 1, "oops', b'{"schema": 1}', b'{"schema": 1, "schema": 1}')
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(
            "INSERT INTO ing.pause (stream, sentence, who) VALUES ('video.event', 'too much is bad', 'w1')"
        )
    with site.served(postgres_url) as found:
        yield found


def works(url: str) -> list[tuple[str, ...]]:
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT action, who, why, stream, reason FROM ing.work ORDER BY work_no").fetchall()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_page_at_every_layout(browser: Browser, address: str, layout: str) -> None:
    with opened(browser, address, layout) as (page, ears, query):
        page.goto(f"{address}/ops?stream=video.event&reason=not_json&{query}")
        page.wait_for_selector(".ops-letter")
        page.locator(".ops-letter summary").first.click()
        assert page.locator(".ops-letter mark").count() == 1
        assert axe(page) == []
        assert cut_off(page) == []
        assert ears.heard == []
        if folder := os.environ.get("PICTURES"):
            page.screenshot(path=f"{folder}/ops_{layout}.png", full_page=True)


def test_a_discard_is_asked_for_with_name_and_reason(browser: Browser, address: str, postgres_url: str) -> None:
    with opened(browser, address, "tablet") as (page, ears, query):
        page.goto(f"{address}/ops?stream=video.event&reason=not_json&{query}")
        page.locator("#ops-discard").click()
        expect(page.locator("#ops-said")).to_have_text(SAID["needs"].zh)
        page.locator("#ops-who").fill("王敏")
        page.locator("#ops-why").fill("网关测试")
        page.on("dialog", lambda dialog: dialog.accept())
        page.locator("#ops-discard").click()
        expect(page.locator("#ops-said")).to_contain_text("已登记")
        expect(page.locator("#ops-works")).to_contain_text("网关测试")
        assert works(postgres_url) == [("discard", "王敏", "网关测试", "video.event", "not_json")]
        page.locator("#ops-paused").get_by_role("button", name=ACTIONS["resume"].zh).click()
        expect(page.locator("#ops-resumed")).to_contain_text("已登记")
        assert works(postgres_url)[1][:2] == ("resume", "王敏")
        assert ears.heard == []
