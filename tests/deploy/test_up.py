"""`make run` after its setup: all comes up, what is killed comes back, and at the end nothing is left."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from deploy.local.kafka import serves
from deploy.local.wait import until
from tests.deploy.project import FAILING, FOREVER, Project

pytestmark = [pytest.mark.broker, pytest.mark.faults]
BACK_S = 40  # 5 s on a machine of its own; the tests may have to share theirs


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    made = Project(tmp_path_factory.mktemp("project"))
    made.start()
    yield made
    made.end(signal.SIGKILL)


def database_answers(project: Project) -> bool:
    try:
        psycopg.connect(project.database_url, connect_timeout=1).close()
    except psycopg.OperationalError:
        return False
    return True


def snapshots(project: Project) -> set[tuple[object, ...]]:
    """Who keeps old row versions alive, since when."""
    statement = (
        "SELECT pid, xact_start FROM pg_stat_activity WHERE backend_xmin IS NOT NULL AND pid <> pg_backend_pid()"
    )
    with psycopg.connect(project.database_url) as connection:
        return set(connection.execute(statement).fetchall())


def all_is_well(project: Project) -> bool:
    programs = ("worker-1", "worker-2", "-m indicators", "-m app")
    running = all(project.pid(words) for words in programs)
    return running and project.status() == 503 and database_answers(project) and broker_answers(project)


def broker_answers(project: Project) -> bool:
    return serves("127.0.0.1", project.ports["KAFKA_PORT"])


def test_each_part_has_its_line_and_the_address_is_last(project: Project) -> None:
    lines = project.said().splitlines()
    assert [line.split()[0] for line in lines[:5]] == ["database", "schema", "broker", "topics", "page"]
    assert lines[-1] == f"open {project.address}"


@pytest.mark.parametrize(
    "words",
    [
        "--name worker-1",
        "--name worker-2",
        "-m indicators",
        "-m app",
        "kafka.Kafka",
        "postgres -D pg",
        "supervisord-services",
        "supervisord-application",
    ],
)
def test_whatever_is_killed_is_back(project: Project, words: str) -> None:
    until(
        lambda: project.pid(words) != 0, f"{words} runs", BACK_S
    )  # it may be on its way back from what was killed before
    project.seconds_until_back(words)
    until(lambda: all_is_well(project), f"all is well after the end of {words}", BACK_S)


def test_no_session_keeps_its_snapshot(project: Project) -> None:
    """What was updated or deleted since could not be cleared away, in any table."""
    until(lambda: all_is_well(project), "all is well", BACK_S)
    held = snapshots(project)
    until(lambda: not held & snapshots(project), "each snapshot has been given back", 20)


def test_a_program_that_always_fails_is_tried_for_ever(project: Project) -> None:
    log = project.root / ".local/log/demo.log"
    tries = log.read_text().count("a fault")
    until(lambda: log.read_text().count("a fault") > tries + 4, "four more tries of demo", 30)
    (project.root / "demo.py").write_text(FOREVER)
    until(lambda: project.pid("-m demo") != 0, "demo runs", 10)
    (project.root / "demo.py").write_text(FAILING)


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_is_left_and_the_next_start_has_the_data(project: Project, by: signal.Signals) -> None:
    assert project.end(by) <= 10
    assert str(project.root) not in Path("/proc/mounts").read_text()
    project.start()
    until(lambda: all_is_well(project), "all is well after another start", BACK_S)
