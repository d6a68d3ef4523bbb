"""One believable city, filled and served once for the test files that only look at it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from deploy.local.postgres import Postgres


class Served(NamedTuple):
    url: str
    address: str


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
