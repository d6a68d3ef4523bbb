"""The CSV button beside a table or list: the file holds what stands on the screen."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.dashboards.browser import opened

pytestmark = pytest.mark.browser


def saved(page: Page, button: Locator) -> list[list[str]]:
    with page.expect_download() as download:
        button.click()
    return list(csv.reader(io.StringIO(Path(download.value.path()).read_text("utf-8-sig"))))


def plain(text: str) -> str:
    """As the file writes it: a number without thousands marks, with the hyphen that spreadsheets read as minus."""
    said = " ".join(text.split())
    return said.replace(",", "").replace("−", "-").lstrip("+") if re.fullmatch(r"[+−-]?[\d,]+(\.\d+)?", said) else said


def shown(rows: Locator) -> list[list[str]]:
    return [[plain(t) for t in row.locator("th,td").all_text_contents()] for row in rows.all()]


@pytest.mark.parametrize("panel", ["reasons", "curious", "ledger"])
def test_a_table_of_operations(browser: Browser, address: str, panel: str) -> None:
    with opened(browser, address, "wall") as (page, ears, query):
        page.goto(f"{address}/ops?{query}")
        page.wait_for_selector(f".ops-{panel} td")
        assert saved(page, page.locator(f".ops-{panel} .csv")) == shown(page.locator(f".ops-{panel} tr"))
        assert ears.heard == []


def test_the_panels_of_the_cockpit(browser: Browser, address: str) -> None:
    with opened(browser, address, "wall") as (page, ears, query):
        page.goto(f"{address}/cockpit?{query}")
        page.wait_for_selector(".move[open] .fall")
        assert saved(page, page.locator("#ck-lights .csv")) == shown(page.locator("#ck-lights tr"))
        late = saved(page, page.locator("#ck-overdue .csv"))
        assert [row[0] for row in late] == page.locator(".late-what").all_text_contents()
        moves = saved(page, page.locator("#ck-moves .csv"))
        first = [plain(t) for t in page.locator(".move[open] .fall").first.locator("span,b").all_text_contents() if t]
        assert first in moves
        assert ears.heard == []


def test_the_list_of_indicators_as_filtered_and_sorted(browser: Browser, address: str) -> None:
    with opened(browser, address, "wall") as (page, ears, query):
        page.goto(f"{address}/indicators?{query}&domain=service")
        page.wait_for_selector(".ag-row .s")
        file = saved(page, page.locator(".index .csv"))
        heads = [t.strip() for t in page.locator(".ag-header-cell-text").all_text_contents()]
        names = [t.strip() for t in page.locator(".ag-row [col-id=name]").all_text_contents()]
        assert file[0] == heads
        assert set(names) <= {row[heads.index(heads[0])] for row in file[1:]} | {row[1] for row in file[1:]}
        assert len(file) - 1 == int(page.locator("#ix-count").inner_text().split("/")[0])
        assert ears.heard == []
