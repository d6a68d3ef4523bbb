"""Killed at every named point, again and again: a kill at random hits the narrow places too seldom to prove anything."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from core.crash import POINTS
from core.settings import ROOT
from tests.faults.guest import guest
from tests.faults.plant import NAMES, Plant
from tests.ingest.processes import Worker, environment
from tests.services import fresh_database

if TYPE_CHECKING:
    from deploy.local.postgres import Postgres

SPECIAL = ("in_revoke", "in_close", "in_migrate")
UNDER_LOAD = tuple(point for point in POINTS if point not in SPECIAL)
KILLED = -signal.SIGKILL


class Doomed(Worker):
    """Each life ends at the next of `points`, at the first, second or third pass in turn."""

    def __init__(self, points: tuple[str, ...], *where: Any) -> None:
        self.points = points
        super().__init__(*where)

    def start(self) -> None:
        lives = len(self.codes)
        self.env["CRASH_POINT"] = f"{self.points[lives % len(self.points)]}:{1 + lives % 3}" if self.points else ""
        super().start()


def doom(plant: Plant, *points: str) -> None:
    plant.workers = [Doomed(points, name, plant.database, plant.broker.url, plant.folder) for name in NAMES]


def spare(plant: Plant) -> None:
    """From now on they live."""
    for worker in plant.workers:
        if isinstance(worker, Doomed):
            worker.points = ()
        worker.env["CRASH_POINT"] = ""
        worker.signal(signal.SIGKILL)


def killed_n(plant: Plant) -> int:
    return plant.ends.count(KILLED)


def rehearse(plant: Plant, points: tuple[str, ...], kills: int) -> None:
    doom(plant, *points)
    with plant.load():
        plant.until(lambda: killed_n(plant) >= kills, f"{kills} kills at {', '.join(points)}", 20 + 10 * kills)
        spare(plant)
    plant.recovers()


@pytest.mark.parametrize("point", UNDER_LOAD)
def test_killed_there(plant: Plant, kills: int, point: str) -> None:
    rehearse(plant, (point,), kills)


@pytest.mark.faults_quick
def test_killed_at_one_point_after_the_other(plant: Plant) -> None:
    rehearse(plant, UNDER_LOAD, len(UNDER_LOAD))


def test_killed_while_partitions_are_taken_away(plant: Plant, kills: int) -> None:
    plant.start(CRASH_POINT="in_revoke")
    with plant.load():
        while (before := killed_n(plant)) < kills:
            plant.until(lambda: all(w.claimed() for w in plant.workers), "partitions claimed")
            with guest(plant.broker.url):
                plant.until(lambda n=before: killed_n(plant) > n, "a worker killed in its revocation")  # type: ignore[misc]
        spare(plant)
    plant.recovers()


@pytest.mark.faults_quick
def test_killed_between_the_two_rounds_of_a_rebalance(plant: Plant) -> None:
    """It gave partitions away and could not ask for the round that gives them to another: they must not stay nobody's."""
    (giver,) = plant.start("worker-1", CRASH_POINT="in_revoke")
    with plant.load():
        plant.until(giver.claimed, "all partitions claimed")
        giver.env["CRASH_POINT"] = ""
        (taker,) = plant.start("worker-2")
        plant.until(lambda: giver.codes == [KILLED], "the giver is killed")
        plant.until(taker.claimed, "the taker has its share")
    plant.recovers()


def test_killed_while_it_closes(plant: Plant, kills: int) -> None:
    plant.start(CRASH_POINT="in_close")
    with plant.load():
        while (before := killed_n(plant)) < kills:
            plant.until(lambda: all(w.claimed() for w in plant.workers), "partitions claimed")
            plant.workers[before % 2].signal(signal.SIGTERM)
            plant.until(lambda n=before: killed_n(plant) > n, "a worker killed while it closes")  # type: ignore[misc]
        spare(plant)
    plant.recovers()


TABLES = """
    SELECT table_schema, table_name, column_name, data_type FROM information_schema.columns
    WHERE table_schema IN ('dim', 'ing', 'raw', 'roll', 'state', 'val') ORDER BY 1, 2, 3
"""
MIGRATIONS = "SELECT migration_id FROM _yoyo_migration ORDER BY 1"


def shape(url: str) -> list[Any]:
    with psycopg.connect(url) as connection:
        return connection.execute(TABLES).fetchall() + connection.execute(MIGRATIONS).fetchall()


@pytest.mark.faults_quick
def test_killed_while_it_migrates(postgres: Postgres, database: str, kills: int) -> None:
    left = kills
    while left:
        with fresh_database(postgres, "in_migrate") as url:
            while left and migrated(url, 1 + left % 3) == KILLED:
                left -= 1
            assert migrated(url) == 0
            assert shape(url) == shape(database)


def migrated(url: str, passes: int = 0) -> int:
    armed = {"CRASH_POINT": f"in_migrate:{passes}"} if passes else {}
    command = [sys.executable, "-m", "core.migrate"]
    return subprocess.run(command, cwd=ROOT, env=environment(url, "") | armed, check=False).returncode
