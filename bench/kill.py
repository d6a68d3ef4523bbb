"""Each process of a running `make run` ended by kill -9: seconds until it is replaced and until the whole product is in service again.

In service: /healthz answers 200, every partition of the readings has committed records since, and indicators have new values since.
The database dies first in the hardest moment, right after the back-fill, when most of its log is still to be replayed; the others
after what the back-fill brought is computed: what then takes the processors is the start of the killed process.
"""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg

from bench.whole import Whole
from deploy.local.wait import until

DATABASE = "postgres -D pg"
HARDEST = "database, right after the back-fill"
VICTIMS = {
    "worker": "--name worker-1",
    "indicators": "-m indicators",
    "demo": "-m demo",
    "app": "-m app",
    "broker": "kafka.Kafka",
    "database": DATABASE,
    "supervisor of the services": "supervisord-services",
    "supervisor of the application": "supervisord-application",
}
COMMITTED = """
SELECT coalesce(min(updated_at) > to_timestamp(%s), FALSE) FROM ing.stream_offset WHERE stream = 'iot.reading'
"""
COMPUTED = "SELECT coalesce(max(known_at) > to_timestamp(%s), FALSE) FROM val.latest"
SENT = "back-fill sent"
REPLAYED = re.compile(r"redo done .* elapsed: ([\d.]+) s")
PATIENCE_S = 60
QUIET_S = 4.0  # without a long tick of the computation, which says each of them
REST_S = 8  # between two kills: so that none meets the traces of the one before


def measure() -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="bench-kill-") as name, Whole(Path(name), DEMO="live") as whole:
        until(lambda: SENT in whole.log("demo"), "the back-fill", 600, 0.2)
        found = {HARDEST: killed(whole, DATABASE)}
        until(lambda: caught_up(whole), "the values of the back-fill", 600, 0.1)
        found |= {victim: killed(whole, words) for victim, words in VICTIMS.items()}
        exact = whole.audit()
    return {"goal_s": 5, "audit": exact, "worst_s": max(f["in_service_s"] for f in found.values()), "killed": found}


def killed(whole: Whole, words: str) -> dict[str, float]:
    """Each fact is looked for until it holds, all of them side by side."""
    until(lambda: in_service(whole, time.time() - REST_S), "the product in service", PATIENCE_S, 0.5)
    began, clock = time.monotonic(), time.time()
    pid = whole.killed(words)
    facts: dict[str, Callable[[], bool]] = {
        "replaced_s": lambda: whole.replaced(words, pid),
        "page_s": lambda: whole.status() == 200,
        "commits_s": lambda: holds(whole, COMMITTED, clock),
        "values_s": lambda: holds(whole, COMPUTED, clock),
    }
    found: dict[str, float] = {}
    while len(found) < len(facts) and time.monotonic() - began < PATIENCE_S:
        for name, fact in facts.items():
            # What still answered in the moment of the kill says nothing before there is a new process.
            if name not in found and (name == "replaced_s" or "replaced_s" in found) and fact():
                found[name] = round(time.monotonic() - began, 1)
    time.sleep(REST_S)
    if words == DATABASE:
        found["log_replayed_s"] = float((REPLAYED.findall(whole.log("postgres")) or [0])[-1])
    return found | {"in_service_s": max(found.get(name, PATIENCE_S) for name in facts)}


def caught_up(whole: Whole) -> bool:
    before = len(whole.log("indicators"))
    time.sleep(QUIET_S)
    return len(whole.log("indicators")) == before


def in_service(whole: Whole, since: float) -> bool:
    return whole.status() == 200 and holds(whole, COMMITTED, since) and holds(whole, COMPUTED, since)


def holds(whole: Whole, statement: str, since: float) -> bool:
    try:
        with psycopg.connect(whole.database_url, connect_timeout=1) as connection:
            row = connection.execute(statement, [since]).fetchone()
    except psycopg.OperationalError:
        return False
    return bool(row and row[0])
