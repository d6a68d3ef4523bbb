"""The one map in a browser: it draws, keeps its view, opens details, drills, and has nothing to say on the console."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from core.store import Store
from tests.dashboards import mapsite, site
from tests.dashboards.browser import LAYOUTS, axe, chromium, opened

pytestmark = pytest.mark.browser
READY = '#onemap-page[data-ready="1"]'


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def address(postgres_url: str) -> Iterator[str]:
    mapsite.fill(postgres_url)
    with site.served(postgres_url) as found:
        yield found


def shown(page: Page, address: str, query: str) -> None:
    page.goto(f"{address}/?{query}")
    page.wait_for_selector(READY, timeout=120_000)


def view(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(
        "(({longitude, latitude, zoom}) => ({longitude, latitude, zoom}))(onemap.S.view)"
    )
    return found


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_is_quiet_and_accessible(browser: Browser, address: str, layout: str) -> None:
    with opened(browser, address, layout) as (page, ears, query):
        shown(page, address, query)
        assert page.locator("#om-incidents ol li").count() >= 3
        assert page.locator("#onemap-map canvas").count() == 1
        assert axe(page) == []
        assert ears.heard == []


def test_a_new_answer_keeps_the_view_and_the_layers_that_did_not_change(
    browser: Browser, address: str, postgres_url: str
) -> None:
    with opened(browser, address, "tablet") as (page, ears, query):
        shown(page, address, f"{query}&lon=113.7000&lat=34.7500&zoom=10.50")
        before = view(page)
        page.evaluate("window.kept = onemap.S.drawn.get('districts')[0].props.data")
        old = page.evaluate("onemap.S.answers.get('ponding_gauges').head.version")
        with Store(postgres_url, size=1) as store, store.session() as session:
            session.run("UPDATE state.latest SET value = 55, observed_at = now() WHERE value = 41")
        page.wait_for_timeout(2100)
        page.evaluate(
            "dispatchEvent(new CustomEvent('citybrain:frame', {detail: {layers: {ponding_gauges: 99, districts: 99}}}))"
        )
        page.wait_for_function("old => onemap.S.answers.get('ponding_gauges').head.version !== old", arg=old)
        assert view(page) == pytest.approx(before)
        assert page.evaluate("window.kept === onemap.S.drawn.get('districts')[0].props.data")
        assert "lon=113.7000" in page.url
        assert ears.heard == []


def test_a_click_in_the_list_opens_the_detail_and_escape_closes_it(browser: Browser, address: str) -> None:
    with opened(browser, address, "tablet") as (page, ears, query):
        shown(page, address, query)
        page.locator("#om-incidents button", has_text="积水").first.click()
        page.wait_for_selector("#onemap-detail .facts")
        assert "积水深度" in page.locator("#onemap-detail").inner_text()
        page.keyboard.press("Escape")
        page.wait_for_function("!document.getElementById('onemap-page').dataset.open")
        assert ears.heard == []


def test_a_click_on_the_map_opens_what_is_there(browser: Browser, address: str) -> None:
    with opened(browser, address, "tablet") as (page, _, query):
        shown(page, address, f"{query}&layers=districts")
        page.wait_for_timeout(1500)
        spot = page.evaluate("(() => { const v = onemap.S.deck.getViewports()[0], b = onemap.S.el.getBoundingClientRect();"
                             " const [x, y] = v.project([113.02, 34.45]); return [x + b.left, y + b.top]; })()")  # fmt: skip
        page.evaluate(
            "([x, y]) => document.querySelector('#onemap-map canvas').dispatchEvent(new MouseEvent('click', {bubbles: true, clientX: x, clientY: y}))",
            spot,
        )
        page.wait_for_selector("#onemap-detail h2", timeout=90_000)
        assert page.locator("#onemap-detail h2").inner_text() == "登封市"


def test_drilling_down_and_back(browser: Browser, address: str) -> None:
    with opened(browser, address, "tablet") as (page, ears, query):
        shown(page, address, f"{query}&layers=districts")
        page.evaluate("onemap.go('410105')")
        page.wait_for_url("**area=410105**")
        page.wait_for_function(
            "Object.keys(onemap.S.answers.get('districts').head.deck[0].data.rows).every(c => c.startsWith('410105'))"
        )
        assert page.locator("#onemap-schematic").is_visible()
        page.wait_for_function("document.getElementById('om-vitals-of').textContent === '金水区'")
        page.locator("#onemap-map").focus()
        page.keyboard.press("Escape")
        page.wait_for_function("onemap.P.area === '410100'")
        assert "area=" not in page.url
        assert ears.heard == []


def test_the_table_says_what_the_map_shows(browser: Browser, address: str) -> None:
    with opened(browser, address, "tablet") as (page, _, query):
        shown(page, address, query)
        page.locator("[data-act=panel][data-of=table]").click()
        page.wait_for_selector("#onemap-table table")
        assert "金水区" in page.locator("#onemap-table").inner_text()
        with page.expect_download() as download:
            page.locator("#onemap-table .csv").click()
        file = Path(download.value.path()).read_text("utf-8-sig").splitlines()
        assert len(file) == page.locator("#onemap-table tr").count() and any(
            line.startswith("金水区,") for line in file
        )
        assert axe(page) == []


def test_targets_are_large_enough_to_touch(browser: Browser, address: str) -> None:
    with opened(browser, address, "tablet") as (page, _, query):
        shown(page, address, query)
        for name in (".chip", ".zoom button", ".incidents button", ".v"):
            heights = [box["height"] for e in page.locator(name).all() if (box := e.bounding_box())]
            assert min(heights) >= 43.9, name


def test_a_lost_picture_is_said_and_comes_back_by_itself(browser: Browser, address: str) -> None:
    with opened(browser, address, "tablet") as (page, ears, query):
        shown(page, address, f"{query}&layers=districts")
        before = view(page)
        page.evaluate(
            "(() => { const c = document.querySelector('#onemap-map canvas'); window.dead = c;"
            " c.getContext('webgl2').getExtension('WEBGL_lose_context').loseContext(); })()"
        )
        page.wait_for_selector("#onemap-map[data-lost]")
        page.wait_for_selector("#onemap-map:not([data-lost]) canvas")
        page.wait_for_function("onemap.S.deck && onemap.S.deck.props.layers.length > 0")
        assert page.evaluate("!window.dead.isConnected")
        assert view(page) == pytest.approx(before)
        assert ears.heard == []


# How far the frame of a name of three letters, 15 units high, is from that of the nearest pin, in units of the page.
GAP = """name => {
  const { S, spot } = onemap, scale = 512 * 2 ** S.near;
  const row = S.drawn.get("districts").find(l => l.id === "districts-name").props.data.find(r => r.n === name);
  const [x, y] = spot(row.p, scale).map(v => v / S.u);
  const pins = S.drawn.get("incidents")[0].props.data.map(pin => spot(pin.p, scale).map(v => v / S.u));
  return Math.min(...pins.map(([px, py]) => Math.max(Math.abs(px - x) - 15 - 22, Math.abs(py - 16 - (y - 8)) - 15 - 9)));
}"""


def test_the_name_of_an_area_makes_room_for_a_pin(browser: Browser, address: str) -> None:
    with opened(browser, address, "wall") as (page, ears, query):
        shown(page, address, query)
        page.wait_for_function("onemap.S.drawn.has('incidents') && onemap.S.drawn.has('districts')")
        page.wait_for_function(f"({GAP})('二七区') >= 0")
        assert ears.heard == []


def test_many_silent_sources_share_a_disc_in_the_far_view(browser: Browser, address: str, postgres_url: str) -> None:
    with Store(postgres_url, size=1) as store, store.session() as session:
        session.run(
            "UPDATE state.latest AS l SET observed_at = now() - interval '40 days' FROM dim.source AS s"
            " WHERE s.source_no = l.source_no AND s.kind = 'rain_gauge'"
        )
    with opened(browser, address, "wall") as (page, ears, query):
        shown(page, address, query)
        page.wait_for_function(
            "onemap.S.deck.props.layers.some(l => l.id === 'silent-many' && l.props.data.length > 1)"
        )
        drawn = "onemap.S.deck.props.layers.find(l => l.id === 'rain_gauges').props.data.length"
        assert page.evaluate(drawn) < page.evaluate("onemap.S.answers.get('rain_gauges').head.n")
        page.locator("[data-act=panel][data-of=layers]").click()
        assert "全部停报" in page.locator("[data-row=rain_gauges] [data-silent]").inner_text()
        page.evaluate("onemap.fly({zoom: 12})")
        page.wait_for_function("!onemap.S.deck.props.layers.some(l => l.id === 'silent-many')")
        assert page.evaluate(drawn) == page.evaluate("onemap.S.answers.get('rain_gauges').head.n")
        assert ears.heard == []
