"""One believable city, filled and served once for the test files that only look at it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from deploy.local.postgres import Postgres


class Served(NamedTuple):
    url: str
    address: str


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One for a file: scripts and fonts are read and compiled once. Not for all files: where Playwright runs, asyncio.run does not."""
    from tests.dashboards.browser import WITHOUT_MAP, chromium

    with chromium(WITHOUT_MAP) as started:
        yield started


@pytest.fixture(scope="session")
def city(postgres: Postgres) -> Iterator[Served]:
    from tests.dashboards import records, site
    from tests.services import fresh_database

    with fresh_database(postgres, "dashboards_city") as url:
        site.fill(url)
        records.one_of_each(url)
        with site.served(url) as address:
            yield Served(url, address)


@pytest.fixture(scope="module")
def address(city: Served) -> str:
    return city.address
