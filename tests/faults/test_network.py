"""A bad network between worker and database: rules 4, 5 and 10."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.watchdog import EXIT_CODE
from tests.faults.plant import Plant
from tests.faults.proxy import Proxy


@pytest.fixture
def network(plant: Plant) -> Iterator[Proxy]:
    with Proxy(plant.postgres.port) as proxy:
        plant.share(database=plant.database.replace(f":{plant.postgres.port}/", f":{proxy.port}/"))
        yield proxy


@pytest.mark.faults_quick
def test_the_answer_to_a_commit_is_lost(plant: Plant, network: Proxy) -> None:
    """Rule 5: the ledger says whether it is done, and the worker goes on; without that it would be fenced."""
    with plant.load():
        plant.moves()
        network.lose_answers_n = 20
        plant.until(lambda: network.lose_answers_n == 0, "20 answers lost")
        plant.moves()
    plant.recovers()
    assert plant.ends == []
    assert plant.logs().count("database_away") >= 10


def test_connections_are_cut(plant: Plant, network: Proxy) -> None:
    with plant.load():
        for _ in range(10):
            plant.moves(30)
            network.reset()
    plant.recovers()
    assert plant.ends == []


def test_every_byte_is_late(plant: Plant, network: Proxy) -> None:
    with plant.load():
        plant.moves()
        network.latency_s = 0.2
        plant.moves(300)
        network.latency_s = 0.0
    plant.recovers()
    assert plant.ends == []


def test_a_black_hole_is_ended_by_the_watchdog(plant: Plant, network: Proxy) -> None:
    """Rule 10: nothing tells a worker that no answer will come; standing still for 45 s does."""
    with plant.load():
        plant.moves()
        network.swallow()
        plant.until(lambda: plant.ends.count(EXIT_CODE) >= 2, "both workers ended by their watchdogs", 120)
        network.heal()
    plant.recovers()
