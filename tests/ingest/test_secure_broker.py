"""A broker that requires TLS, a client certificate and a password, by the settings that production uses."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from core.settings import ROOT
from deploy.local.wait import free_port, until
from tests.ingest.processes import Sender, Worker, consumed, environment, ledger
from tests.ingest.secure import SECRET, SecureKafka

pytestmark = [pytest.mark.broker, pytest.mark.db]


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SecureKafka]:
    folder = tmp_path_factory.mktemp("secure")
    with SecureKafka(folder / "kafka", free_port(), folder / "kafka.log") as broker:
        yield broker


def topics(database: str, settings: dict[str, str]) -> subprocess.CompletedProcess[str]:
    given = environment(database, settings["KAFKA_BOOTSTRAP"]) | settings
    words = [sys.executable, "-m", "ingest", "topics"]
    return subprocess.run(words, cwd=ROOT, env=given, capture_output=True, text=True, check=False, timeout=120)


def options(settings: dict[str, str]) -> dict[str, str]:
    """The same for the producer of the test."""
    names = {
        "security_protocol": "SECURITY_PROTOCOL", "sasl_mechanism": "SASL_MECHANISM", "sasl_plain_username": "SASL_USERNAME",
        "sasl_plain_password": "SASL_PASSWORD", "ssl_cafile": "SSL_CAFILE", "ssl_certfile": "SSL_CERTFILE",
        "ssl_keyfile": "SSL_KEYFILE",
    }  # fmt: skip
    return {option: settings[f"KAFKA_{name}"] for option, name in names.items()}


def test_records_arrive_over_tls(database: str, secure: SecureKafka, tmp_path: Path) -> None:
    settings = secure.settings()
    made = topics(database, settings)
    assert made.returncode == 0, made.stderr
    worker = Worker("worker-1", database, secure.secure_url, tmp_path, **settings)
    try:
        with closing(Sender(secure.secure_url, **options(settings))) as sender:
            sender.mixture(120)
        until(lambda: consumed(database) >= sender.records_n, "all records in the ledger", 60)
    finally:
        worker.stop()
    assert sum(r[5] + r[6] + r[7] + r[8] for r in ledger(database)) == sender.records_n
    assert settings["KAFKA_SASL_PASSWORD"] not in worker.log.read_text()


WRONG = {
    "password": {"KAFKA_SASL_PASSWORD": "another"},
    "no certificate": {"KAFKA_SSL_CERTFILE": "", "KAFKA_SSL_KEYFILE": ""},
    "another authority": {"KAFKA_SSL_CAFILE": "/etc/ssl/certs/ca-certificates.crt"},
}


def test_who_may_not_gets_in_nowhere_and_is_told_why(database: str, secure: SecureKafka) -> None:
    def refused(wrong: dict[str, str]) -> subprocess.CompletedProcess[str]:
        return topics(database, {name: value for name, value in (secure.settings() | wrong).items() if value})

    with ThreadPoolExecutor() as side_by_side:  # the client tries for half a minute before it gives up
        for name, said in zip(WRONG, side_by_side.map(refused, WRONG.values()), strict=True):
            assert said.returncode != 0, name
            assert "broker: " in said.stderr, name
            assert "Traceback" not in said.stderr, name
            assert SECRET not in said.stderr, name
