"""Rules of the protocol that no other fault shows: each of these fails when its rule is removed."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import psycopg
import pytest
from kafka import OffsetAndMetadata
from kafka.admin import KafkaAdminClient

from core.settings import ROOT
from ingest.client.broker import GROUP
from tests.faults.plant import Plant
from tests.ingest.processes import environment, ledger
from tests.services import fresh_database

if TYPE_CHECKING:
    from deploy.local.postgres import Postgres


@pytest.mark.faults_quick
def test_what_the_group_remembers_is_never_read(plant: Plant) -> None:
    """Rule 1: offsets in the broker say the end was reached; the ledger says otherwise, and is right."""
    plant.start()
    plant.sender.mixture(60)
    plant.recovers()
    plant.stop()
    plant.sender.mixture(300)
    plant.sender.producer.flush(timeout=60)
    ends = plant.broker_ends()
    with closing(KafkaAdminClient(bootstrap_servers=plant.broker.url)) as admin:
        admin.alter_group_offsets(GROUP, {tp: OffsetAndMetadata(end, "", -1) for tp, end in ends.items()})
    plant.start()
    plant.recovers()


def test_workers_start_while_the_database_is_away(plant: Plant) -> None:
    """Rule 2: a worker that cannot claim ends, and its supervisor tries again."""
    plant.postgres.kill()
    plant.start()
    until_two_ended(plant)
    plant.postgres.start()
    with plant.load():
        plant.moves()
    plant.recovers()


def until_two_ended(plant: Plant) -> None:
    plant.until(lambda: plant.ends.count(1) >= 2, "two workers ended")


def test_a_broker_that_holds_less_than_the_ledger(plant: Plant) -> None:
    """Rule 6: acknowledged records are gone there. Going on in silence would count new ones as old ones."""
    plant.start()
    plant.sender.mixture(120)
    plant.recovers()
    plant.stop()
    ahead = "UPDATE ing.stream_offset SET next_offset = next_offset + {0}, gaps_n = gaps_n + {0} WHERE stream = 'stats.report'"
    change(plant.database, ahead.format(1000))
    plant.start()
    until_two_ended(plant)
    assert "records were lost there" in plant.logs()
    plant.stop()
    change(plant.database, ahead.format(-1000))
    plant.start()
    plant.recovers()


def change(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[call-overload]


def test_a_restart_raises_the_epoch(plant: Plant) -> None:
    """The fence: whoever claimed before can write no more."""
    plant.start()
    plant.sender.mixture(120)
    plant.recovers()
    before = {r[:3]: r[9] for r in ledger(plant.database)}
    plant.stop()
    plant.start()
    plant.until(lambda: all(r[9] > before[r[:3]] for r in ledger(plant.database)), "all epochs raised")


@pytest.mark.faults_quick
def test_two_migrations_at_once(postgres: Postgres) -> None:
    """Rule 11: one waits for the other, and both succeed."""
    with fresh_database(postgres, "migrated_at_once") as url:
        command = [sys.executable, "-m", "core.migrate"]
        both = [subprocess.Popen(command, cwd=ROOT, env=environment(url, "")) for _ in range(2)]
        assert [process.wait(120) for process in both] == [0, 0]
