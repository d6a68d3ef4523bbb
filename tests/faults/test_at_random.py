"""Whatever may happen, in an order nobody thought of: what the named points and single faults do not hit."""

from __future__ import annotations

import random
import signal

from tests.faults.guest import comes_and_goes
from tests.faults.plant import Plant
from tests.faults.test_database import CUT, run


def worker(plant: Plant) -> None:
    plant.workers[0].signal(signal.SIGKILL)


def database(plant: Plant) -> None:
    plant.postgres.kill()
    plant.postgres.start()


def broker(plant: Plant) -> None:
    plant.broker.kill()
    plant.broker.start()


def sessions(plant: Plant) -> None:
    run(plant.database, CUT)


def group(plant: Plant) -> None:
    comes_and_goes(plant.broker.url)


def test_twenty_faults(plant: Plant) -> None:
    chance = random.Random(20261122)
    plant.start()
    with plant.load():
        for _ in range(20):
            plant.moves(100)
            chance.choice((worker, worker, database, broker, sessions, group))(plant)
    plant.recovers()
