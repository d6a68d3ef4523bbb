"""Each thing that would go wrong is one sentence: what it is, and what to do."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from core.settings import Settings
from deploy.local import addresses, packages, preflight
from deploy.local.postgres import Postgres


def is_a_sentence_with_advice(problem: str) -> bool:
    return "\n" not in problem and re.search(r"(install|free|stop|start|set|update|allow) ", problem) is not None


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


@pytest.fixture(autouse=True)
def nothing_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("KAFKA_BOOTSTRAP", raising=False)


def test_this_machine_is_fine() -> None:
    assert list(preflight.machine_problems()) == []


def test_a_wrong_python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    problem = preflight.python_problem()
    assert "Python 3.9" in problem and is_a_sentence_with_advice(problem)


def test_a_full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=2.9e9))
    problem = preflight.disk_problem()
    assert "2.9 GB" in problem and is_a_sentence_with_advice(problem)


def test_no_user_namespace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: SimpleNamespace(returncode=1))
    problem = preflight.namespace_problem()
    assert "user namespaces" in problem and is_a_sentence_with_advice(problem)


def test_no_java_and_nobody_who_may_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "java_version", lambda: 11)
    monkeypatch.setattr(packages, "can_install", lambda: False)
    problem = preflight.java_problem()
    assert "Java 17" in problem and is_a_sentence_with_advice(problem)


def test_java_is_installed_where_that_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "java_version", lambda: 0)
    monkeypatch.setattr(packages, "can_install", lambda: True)
    assert preflight.java_problem() == ""


def test_what_is_given_needs_nothing_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://db/city")
    monkeypatch.setenv("KAFKA_BOOTSTRAP", "kafka:9092")
    monkeypatch.setattr(preflight, "namespace_problem", lambda: "asked")
    monkeypatch.setattr(preflight, "java_problem", lambda: "asked")
    assert list(preflight.machine_problems()) == []


@pytest.mark.parametrize("name", ["PORT", "POSTGRES_PORT", "KAFKA_PORT"])
def test_a_taken_port(monkeypatch: pytest.MonkeyPatch, taken: int, name: str) -> None:
    for each in ("PORT", "POSTGRES_PORT", "KAFKA_PORT"):
        monkeypatch.setenv(each, "47")  # nobody has this one
    monkeypatch.setenv(name, str(taken))
    [problem] = addresses.address_problems(Settings())
    assert f"port {taken} " in problem and f"set {name} " in problem and is_a_sentence_with_advice(problem)


def test_a_given_database_that_does_not_answer() -> None:
    [problem] = addresses.database_problems("postgresql://city:secret@127.0.0.1:9/city")
    assert "cannot be reached" in problem and is_a_sentence_with_advice(problem)
    assert "secret" not in problem


def test_a_given_broker_that_does_not_answer() -> None:
    [problem] = addresses.broker_problems("127.0.0.1:9,127.0.0.1:7")
    assert "cannot be reached" in problem and is_a_sentence_with_advice(problem)


def test_one_broker_of_several_is_enough(taken: int) -> None:
    assert list(addresses.broker_problems(f"127.0.0.1:9, 127.0.0.1:{taken}")) == []


@pytest.mark.db
def test_a_given_database_in_order(postgres: Postgres) -> None:
    assert list(addresses.database_problems(postgres.url)) == []


@pytest.mark.parametrize(("version", "words"), [("", "has no TimescaleDB"), ("2.17.2", "has TimescaleDB 2.17.2")])
@pytest.mark.db
def test_a_timescaledb_that_is_missing_or_old(
    monkeypatch: pytest.MonkeyPatch, postgres: Postgres, version: str, words: str
) -> None:
    monkeypatch.setattr(addresses, "_timescale_version", lambda _: version)
    [problem] = addresses.database_problems(postgres.url)
    assert words in problem and "2.19" in problem and is_a_sentence_with_advice(problem)
