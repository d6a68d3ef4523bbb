"""The indicator page and the list of all, in a browser: numbers, zoom, files."""

from __future__ import annotations

import io

import pandas as pd
import pytest
from playwright.sync_api import Browser, Page, Route

from core import city as packs
from core.model import Value
from core.store import Store
from tests.dashboards import site
from tests.dashboards.browser import LAYOUTS, axe, cut_off, opened
from tests.dashboards.conftest import Served

pytestmark = pytest.mark.browser
CODE = "hotline.on_time"


def drawn(page: Page) -> None:
    page.wait_for_selector(".ind-chart .scatterlayer .trace", state="attached")


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("path", [f"/indicators/{CODE}", "/indicators"])
def test_pages_at_every_layout(browser: Browser, address: str, path: str, layout: str) -> None:
    with opened(browser, address, layout) as (page, ears, query):
        page.goto(f"{address}{path}?{query}")
        page.wait_for_selector(".ag-row .s")
        if path != "/indicators":
            drawn(page)
        assert axe(page) == []
        assert cut_off(page) == []
        assert ears.heard == []


def test_an_unknown_code_is_a_sentence(browser: Browser, address: str) -> None:
    with opened(browser, address, "tablet") as (page, ears, query):
        page.goto(f"{address}/indicators/hotline.nothing?{query}")
        page.wait_for_selector(".missing")
        assert "hotline.nothing" in page.locator(".missing").inner_text()
        assert ears.heard == []


def test_the_chart_file_holds_the_drawn_numbers(browser: Browser, address: str) -> None:
    with opened(browser, address, "tablet") as (page, _, query):
        page.goto(f"{address}/indicators/{CODE}?{query}")
        drawn(page)
        shown = page.evaluate("document.querySelector('.js-plotly-plot').data[2].y.filter(v => v !== null)")
        frame = _csv(page, address, page.locator("[data-csv=chart]").get_attribute("href"))
        assert frame["value"].dropna().tolist() == pytest.approx(shown, abs=1e-12)


def test_the_table_file_holds_the_shown_numbers(browser: Browser, address: str) -> None:
    with opened(browser, address, "tablet") as (page, _, query):
        page.goto(f"{address}/indicators/{CODE}?{query}")
        page.wait_for_selector(".ag-row .s")
        shown = dict(
            zip(
                page.locator(".ag-row [col-id=name]").all_inner_texts(),
                page.locator(".ag-row [col-id=value]").all_inner_texts(),
                strict=True,
            )
        )
        frame = _csv(page, address, page.locator("[data-csv=area]").get_attribute("href"))
        filed = {r.subject_name: "—" if pd.isna(r.value) else f"{r.value:.1f}" for r in frame.itertuples()}
        assert {k.strip(): v.strip() for k, v in shown.items()} == filed


def _csv(page: Page, address: str, href: str | None) -> pd.DataFrame:
    answer = page.request.get(f"{address}{href}")
    assert answer.status == 200, answer.text()
    return pd.read_csv(io.BytesIO(answer.body()), encoding="utf-8-sig", dtype={"subject": str})


def test_the_formula_shows_the_numbers_of_the_value(browser: Browser, address: str) -> None:
    with opened(browser, address, "tablet") as (page, _, query):
        page.goto(f"{address}/indicators/{CODE}?{query}")
        page.wait_for_selector(".live-formula")
        top, low, result = (
            float(t.replace(",", "").rstrip("%")) for t in page.locator(".live-formula b").all_inner_texts()[:3]
        )
        assert 100 * top / low == pytest.approx(result, abs=0.05)


def test_zoom_is_kept_over_a_live_change(browser: Browser, address: str, city: Served) -> None:
    with opened(browser, address, "tablet") as (page, _, query):
        page.goto(f"{address}/indicators/{CODE}?{query}")
        drawn(page)
        page.wait_for_timeout(1500)
        box = page.locator(".ind-chart .nsewdrag").bounding_box()
        assert box
        page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + 40)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] * 0.7, box["y"] + box["height"] - 40, steps=8)
        page.mouse.up()
        page.wait_for_function("!document.querySelector('.js-plotly-plot').layout.xaxis.autorange")
        before = page.evaluate("document.querySelector('.js-plotly-plot').layout.xaxis.range")
        areas = page.locator(".areamap .area")
        assert areas.count() == len(packs.load("zhengzhou").children("410100"))
        assert page.locator(".areamap .area.none").count() == 1  # the district that is silent
        site.newer(city.url, _newest(city.url), 12.5)
        page.wait_for_function("document.querySelector('.js-plotly-plot').data[2].y.at(-1) === 12.5")
        page.wait_for_function("document.querySelector('#ind-head .big').textContent.startsWith('12.5')")
        assert page.evaluate("document.querySelector('.js-plotly-plot').layout.xaxis.range") == before


def test_a_change_that_comes_before_the_chart_does_not_cost_it_its_axes(
    browser: Browser, address: str, city: Served
) -> None:
    held: list[Route] = []
    told: list[float] = []

    def hold_until_told(route: Route) -> None:
        of_the_chart = "ind-chart.figure" in (route.request.post_data or "")
        route.continue_() if told or not of_the_chart else held.append(route)

    with opened(browser, address, "tablet") as (page, _, query):
        page.route("**/_dash-update-component*", hold_until_told)
        page.goto(f"{address}/indicators/{CODE}?{query}")
        page.wait_for_selector("#sh-link.on")
        while not held:
            page.wait_for_timeout(20)
        told.append(13.5)
        site.newer(city.url, _newest(city.url), *told)
        page.wait_for_function("document.querySelector('.js-plotly-plot')?.data?.[2]?.y.at(-1) === 13.5")
        for route in held:
            route.continue_()
        drawn(page)
        assert page.evaluate("document.querySelector('.js-plotly-plot').layout.yaxis.tickformat") == ",~g"


def _newest(url: str) -> Value:
    with Store(url, size=1) as store, store.session() as session:
        rows = session.rows(
            "SELECT * FROM val.latest WHERE indicator = %s AND subject = '410100' AND grain = 'day'", (CODE,)
        )
    return Value(**rows[0])


def test_the_list_is_found_by_words_and_filters(browser: Browser, address: str) -> None:
    with opened(browser, address, "tablet") as (page, _, query):
        page.goto(f"{address}/indicators?{query}&domain=service")
        page.wait_for_selector(".ag-row")
        assert all(t.strip() == "公共服务" for t in page.locator(".ag-row [col-id=domain_text]").all_inner_texts())
        page.fill("#ix-search", "按时办结")
        page.wait_for_function("document.querySelectorAll('.ag-center-cols-container .ag-row').length === 1")
        assert page.locator("#ix-count").inner_text().startswith("1 /")
