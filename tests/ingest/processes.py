"""Ingest workers as processes, a producer that remembers what it sent, and what the ledger says about it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
from kafka import KafkaProducer

from core.settings import ROOT
from tests.ingest.support import GOOD, line

KEY = {
    "iot.reading": "source_id",
    "video.event": "camera_id",
    "hotline.ticket": "ticket_id",
    "stats.report": "indicator",
}


def environment(database: str, bootstrap: str) -> dict[str, str]:
    return os.environ | {
        "DATABASE_URL": database,
        "KAFKA_BOOTSTRAP": bootstrap,
        "LOG_LEVEL": "INFO",
        "CITY": "zhengzhou",
    }


def ingest(database: str, bootstrap: str, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ingest", *words]
    return subprocess.run(
        command, cwd=ROOT, env=environment(database, bootstrap), capture_output=True, text=True, check=False
    )


class Worker:
    """`python -m ingest worker`, started again by `keep` as a supervisor would."""

    def __init__(self, name: str, database: str, bootstrap: str, folder: Path, **settings: str) -> None:
        self.name = name
        self.log = folder / f"{name}-{uuid.uuid4().hex[:8]}.log"
        self.codes: list[int] = []
        self.env = environment(database, bootstrap) | settings
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "ingest", "worker", "--name", self.name]
        with self.log.open("ab") as log:
            self._begun = log.tell()
            self._process = subprocess.Popen(command, cwd=ROOT, env=self.env, stdout=log, stderr=log)

    def keep(self) -> None:
        if self._process is not None and self._process.poll() is not None:
            self.codes.append(self._process.returncode)
            self.start()

    @property
    def pid(self) -> int:
        return self._process.pid if self._process else 0

    def signal(self, number: int) -> None:
        if self._process is not None:
            self._process.send_signal(number)

    def claimed(self) -> bool:
        """Since its last start it has said that it owns something."""
        return '"claimed"' in self.said()

    def said(self) -> str:
        """What it logged since its last start."""
        return self.log.read_bytes()[self._begun :].decode()

    def wait(self, timeout_s: float = 60) -> int:
        assert self._process is not None
        return self._process.wait(timeout_s)

    def stop(self, timeout_s: float = 30) -> tuple[int, float]:
        """Exit code and seconds of a stop by SIGTERM."""
        began = time.monotonic()
        assert self._process is not None
        if self._process.poll() is None:
            self.signal(signal.SIGTERM)
        return self._process.wait(timeout_s), time.monotonic() - began


class Sender:
    """Sends records of all streams and keeps the list of what the broker acknowledged."""

    def __init__(self, bootstrap: str, **options: Any) -> None:
        self.sent: dict[str, set[str]] = {topic: set() for topic in GOOD}
        self.acknowledged: list[tuple[str | None, Any]] = []
        self.records_n = 0
        self._n = 0
        self._run = uuid.uuid4().hex[:8]
        self.producer = KafkaProducer(bootstrap_servers=bootstrap, linger_ms=5, delivery_timeout_ms=180_000, **options)

    def one(self, topic: str, source: int = 0) -> dict[str, Any]:
        self._n += 1
        at = (datetime.now(UTC) - timedelta(seconds=1)).isoformat()
        own = {"event_id": f"{self._run}-{self._n}", KEY[topic]: f"{topic}.{source}"}
        times = {"iot.reading": {"observed_at": at}, "video.event": {"observed_at": at}, "hotline.ticket": {"at": at}}
        self.sent[topic].add(own["event_id"])
        return GOOD[topic] | own | times.get(topic, {})

    def send(self, topic: str, record: dict[str, Any] | bytes | None, part: int | None = None) -> None:
        body = line(record) if isinstance(record, dict) else record
        key = str(record[KEY[topic]]).encode() if isinstance(record, dict) else b"odd"
        acknowledged = self.producer.send(topic, key=key, value=body, partition=part)
        self.acknowledged.append((record["event_id"] if isinstance(record, dict) else None, acknowledged))
        self.records_n += 1

    def mixture(self, n: int) -> None:
        """Mostly good records, some repeated, some bad."""
        for i in range(n):
            topic = ("iot.reading", "iot.reading", "iot.reading", "video.event", "hotline.ticket", "stats.report")[
                i % 6
            ]
            record = self.one(topic, i % 17)
            self.send(topic, record)
            if i % 23 == 0:
                self.send(topic, record)
            if i % 29 == 0:
                self.send(topic, (b"", b"{", b'{"schema":2}', None)[i % 4])

    def close(self) -> None:
        self.producer.flush(timeout=180)
        self.producer.close(timeout=10)


def ledger(database: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(database) as connection:
        return connection.execute(
            "SELECT stream, topic_id, part, first_offset, next_offset, rows_n, dead_n, duplicates_n, gaps_n, epoch, owner"
            " FROM ing.stream_offset ORDER BY 1, 2, 3"
        ).fetchall()


def consumed(database: str) -> int:
    return sum(row[4] - row[3] for row in ledger(database))


IDS = {
    "video.event": "SELECT event_id FROM raw.video_event",
    "hotline.ticket": "SELECT event_id FROM raw.ticket_step",
    "stats.report": "SELECT event_id FROM raw.report",
}


def stored(database: str, topic: str) -> list[str]:
    with psycopg.connect(database) as connection:
        return [row[0] for row in connection.execute(IDS[topic]).fetchall()]


def reading_hashes(database: str) -> list[int]:
    with psycopg.connect(database) as connection:
        return [row[0] for row in connection.execute("SELECT event_hash FROM raw.reading").fetchall()]
