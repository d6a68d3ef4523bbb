"""The whole way for tests: a recording through the real broker into the real database by a real worker."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from kafka import KafkaConsumer, TopicPartition

from core import city
from core.settings import ROOT, Settings
from core.store import Store
from dashboards.context import Context
from dashboards.export import ask, file
from demo import replay
from deploy.local.wait import until
from indicators.catalogue import catalogue

DATA = ROOT.parent / "shared" / "data"
LEDGER = "SELECT coalesce(sum(next_offset), 0)::bigint AS n FROM ing.stream_offset WHERE stream = %s"
TIMES = "SELECT coalesce(sum(rows_n), 0)::bigint AS rows, coalesce(sum(dead_n), 0)::bigint AS dead, \
coalesce(sum(duplicates_n), 0)::bigint AS duplicates FROM ing.stream_offset WHERE stream = %s"


def folder(name: str) -> Path:
    """The recording's folder; skips aloud where the recordings are not at hand."""
    found = DATA / name
    if not found.is_dir():
        pytest.skip(f"recorded data {name} is not at hand (looked in ../shared/data beside the project)")
    return found


def settings(database: str, bootstrap: str, demo: str = "0") -> Settings:
    return Settings(city="zhengzhou", database_url=database, kafka_bootstrap=bootstrap, demo=demo, demo_speed=0)


@contextmanager
def worker(given: Settings, log: Path) -> Iterator[None]:
    """A migrated database, the topics, and one worker until the block ends."""
    python(given, "-m", "core.migrate")
    python(given, "-m", "ingest", "topics")
    with log.open("wb") as out:
        words = [sys.executable, "-m", "ingest", "worker", "--name", "real-data"]
        process = subprocess.Popen(words, cwd=ROOT, env=environment(given), stdout=out, stderr=out)
    try:
        yield
    finally:
        process.terminate()
        process.wait(30)


def environment(given: Settings) -> dict[str, str]:
    return os.environ | {
        "CITY": given.city,
        "DATABASE_URL": given.database_url,
        "KAFKA_BOOTSTRAP": given.kafka_bootstrap,
    }


def python(given: Settings, *words: str) -> None:
    subprocess.run([sys.executable, *words], cwd=ROOT, env=environment(given), check=True, capture_output=True)


def sent(given: Settings, name: str) -> None:
    """Replay the recording as fast as possible."""
    asked = given.model_copy(update={"demo": f"replay:{folder(name)}"})
    replay.run(asked, threading.Event())


def ingested(given: Settings, store: Store, topic: str, timeout_s: float = 240) -> dict[str, int]:
    """Wait until the ledger has reached the end of the topic; answers its totals."""
    end = ends(given, topic)
    until(lambda: totals(store, LEDGER, topic)["n"] >= end, f"{end} records of {topic} in the ledger", timeout_s, 0.2)
    return totals(store, TIMES, topic)


def totals(store: Store, statement: str, topic: str) -> dict[str, int]:
    with store.session() as session:
        return session.rows(statement, [topic])[0]


def ends(given: Settings, topic: str) -> int:
    consumer = KafkaConsumer(bootstrap_servers=given.kafka_bootstrap, group_id=None, enable_auto_commit=False)
    try:
        parts = [TopicPartition(topic, p) for p in consumer.partitions_for_topic(topic) or ()]
        return sum(consumer.end_offsets(parts).values())
    finally:
        consumer.close()


def computed(given: Settings, store: Store, timeout_s: float = 300) -> None:
    """Run the refresh-and-compute service until nothing is left to fold or to compute."""
    process = subprocess.Popen(
        [sys.executable, "-m", "indicators"], cwd=ROOT, env=environment(given), stderr=subprocess.DEVNULL
    )
    try:
        until(lambda: not left(store), "all marks folded and computed", timeout_s, 0.5)
    finally:
        process.terminate()
        process.wait(30)


def left(store: Store) -> int:
    """Marks of the ingest and of the refresh that nobody has followed yet, of past periods."""
    with store.session() as session:
        return int(session.rows(LEFT)[0]["n"])


LEFT = """
SELECT (SELECT count(*) FROM ing.dirty) + (SELECT count(*) FROM ing.delta) + (SELECT count(*) FROM roll.changed)
    + (SELECT count(*) FROM val.waiting WHERE indicator LIKE 'environment.aqi%%') AS n
"""


def exported(given: Settings, store: Store, indicator: str) -> str:
    """The CSV of one indicator by source and hour, as `/export/indicators.csv` writes it."""
    known = city.load(given.city)
    context = Context(known, store, catalogue(known))
    asked = ask.read(context, {"indicator": indicator, "subject": "source", "grain": "hour"})
    return "".join(file.lines(context, asked))
