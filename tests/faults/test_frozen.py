"""A worker that stands still while another takes over, and two that have one name: rules 2 and 5, and the fence."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.faults.plant import Plant
from tests.ingest.processes import Worker, ledger

FENCED = 5


def stands(worker: Worker) -> bool:
    """The kernel's word for its state is T, stopped."""
    return Path(f"/proc/{worker.pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"


def epochs(plant: Plant) -> int:
    return sum(row[9] for row in ledger(plant.database))


def wakes_up_fenced(plant: Plant, where: str) -> Worker:
    """Frozen at `where`; its twin takes all partitions over and writes; then it wakes up in the middle of its batch."""
    (old,) = plant.start("worker-1", CRASH_POINT=f"{where}:20:stop")
    with plant.load():
        plant.until(lambda: stands(old), f"the worker stands at {where}")
        plant.leave_alone(old)
        (twin,) = plant.start("worker-1")
        plant.until(twin.claimed, "the twin has claimed")
        plant.moves(200)
        old.signal(signal.SIGCONT)
        assert old.wait() == FENCED
    plant.recovers()
    assert plant.ends == []
    return old


@pytest.mark.faults_quick
def test_frozen_before_the_transaction(plant: Plant) -> None:
    old = wakes_up_fenced(plant, "before_begin")
    assert "is not in the ledger any more" in old.said()


def test_frozen_inside_the_transaction(plant: Plant) -> None:
    """It holds the row lock of its partition; the database ends its session after 5 s, and the claim goes through."""
    old = wakes_up_fenced(plant, "after_rows")
    assert "server closed the connection" in old.said() or "25P03" in old.said()


def test_frozen_until_the_group_gives_its_partitions_away(plant: Plant) -> None:
    frozen, other = plant.start()
    with plant.load():
        plant.moves()
        frozen.signal(signal.SIGSTOP)
        plant.until(lambda: {r[10] for r in ledger(plant.database)} == {"worker-2"}, "worker-2 owns all")
        before = epochs(plant)
        frozen.signal(signal.SIGCONT)
        plant.until(lambda: epochs(plant) > before, "worker-1 owns something again")
    plant.recovers()
    assert other.codes == []


def test_two_workers_of_one_name(plant: Plant) -> None:
    """They put each other out again and again; nothing is lost or doubled over it."""
    twins = plant.start("worker-1", "worker-1")
    with plant.load():
        plant.until(lambda: plant.ends.count(FENCED) >= 4, "four times one of them was put out")
        plant.leave_alone(twins[1])
        twins[1].signal(signal.SIGKILL)
    plant.recovers()


AHEAD = Path(__file__).parent / "ahead"
FAKETIME = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None)


@pytest.mark.skipif(FAKETIME is None, reason="libfaketime (a package of Debian) is not installed")
def test_a_clock_that_is_ten_minutes_ahead(plant: Plant) -> None:
    clock = {"LD_PRELOAD": str(FAKETIME), "FAKETIME": "+10m", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
    plant.start("worker-1", **clock, PYTHONPATH=str(AHEAD))
    plant.start("worker-2")
    with plant.load():
        plant.moves(500)
    plant.recovers()
    assert plant.ends == []
