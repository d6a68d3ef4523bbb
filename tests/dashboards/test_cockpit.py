"""The cockpit in a browser: every layout, with data and without."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.dashboards import site
from tests.dashboards.browser import LAYOUTS, axe, cut_off, opened

pytestmark = pytest.mark.browser
DUTIES = {
    "zh": ["经济调节", "市场监管", "社会管理", "公共服务", "生态环境"],
    "en": ["Economy", "Market supervision", "Social governance", "Public services", "Environment"],
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_cockpit_with_data(browser: Browser, address: str, layout: str) -> None:
    with opened(browser, address, layout) as (page, ears, query):
        page.goto(f"{address}/cockpit?{query}")
        page.wait_for_selector(".cockpit .vital .spark")
        assert page.locator(".duty h2").all_inner_texts() == DUTIES[LAYOUTS[layout][3]]
        assert page.locator(".say").count() == 3
        assert page.locator(".say.alert a").first.get_attribute("href") == f"/indicators/{site.ALERT}"
        assert page.locator(".late li").count() == 5
        assert page.locator(".lights .light").count() > 50
        assert axe(page) == []
        assert cut_off(page) == []
        assert ears.heard == []


def test_attribution_sums_on_screen(browser: Browser, address: str) -> None:
    with opened(browser, address, "tablet") as (page, _, query):
        page.goto(f"{address}/cockpit?{query}")
        page.wait_for_selector(".move[open] .fall")
        shown = page.locator(".move[open] .fall b").all_inner_texts()
        start, *parts, end = (
            float(t.replace("−", "-").replace("+", "").replace(",", "").replace("≈", "")) for t in shown
        )
        assert start + sum(parts) == pytest.approx(end, abs=1e-6)


def test_a_card_opens_its_indicator(browser: Browser, address: str) -> None:
    with opened(browser, address, "tablet") as (page, _, query):
        page.goto(f"{address}/cockpit?{query}")
        page.locator(".vital").first.click()
        page.wait_for_url("**/indicators/*")
        page.wait_for_selector(".ind-head .big")


def test_targets_are_large_enough_to_touch(browser: Browser, address: str) -> None:
    with opened(browser, address, "tablet") as (page, _, query):
        page.goto(f"{address}/cockpit?{query}")
        page.wait_for_selector(".vital")
        for name in (".vital", ".duty-all", ".move summary"):
            heights = [box["height"] for e in page.locator(name).all() if (box := e.bounding_box())]
            assert min(heights) >= 44, name


def test_the_page_holds_at_twice_the_size(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 590, "height": 410}, device_scale_factor=2)
    page = context.new_page()
    page.goto(f"{address}/cockpit?theme=light")
    page.wait_for_selector(".vital")
    assert cut_off(page) == []
    context.close()


@pytest.fixture(scope="module")
def bare(postgres: object) -> Iterator[str]:
    from tests.services import fresh_database

    with fresh_database(postgres, "cockpit_bare") as url:  # type: ignore[arg-type]
        site.empty(url)
        with site.served(url) as found:
            yield found


@pytest.mark.parametrize("layout", ["wall", "portrait"])
@pytest.mark.parametrize("path", ["/cockpit", "/indicators", "/indicators/hotline.on_time", "/indicators/no.such"])
def test_an_empty_city_is_said_calmly(browser: Browser, bare: str, path: str, layout: str) -> None:
    with opened(browser, bare, layout) as (page, ears, query):
        page.goto(f"{bare}{path}?{query}")
        page.wait_for_selector(".cockpit,.index .ag-row,.indicator")
        words = page.locator("#page").inner_text()
        assert "NaN" not in words and "None" not in words and "undefined" not in words
        assert axe(page) == []
        assert cut_off(page) == []
        assert ears.heard == []
