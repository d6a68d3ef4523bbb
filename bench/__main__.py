"""`python -m bench [figure …]`: the named figures, or all but those that fetch programs of others, as one JSON.

Each is also kept as bench/results/<figure>.json, from which `python -m bench.report` writes docs/performance.md.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from typing import Any

from bench import (
    client,
    events,
    export,
    ingest,
    kill,
    latency,
    load,
    long,
    machine,
    peers,
    produce_to_commit,
    queries,
    results,
)
from core import log

FIGURES: dict[str, Callable[[], dict[str, Any]]] = {
    "queries": queries.measure,
    "client": client.measure,
    "produce_to_commit": produce_to_commit.measure,
    "long": long.measure,
    "ingest": ingest.measure,
    "events": events.measure,
    "load": load.measure,
    "latency": latency.measure,
    "kill": kill.measure,
    "export": export.measure,
    "peers": peers.measure,
}
ON_REQUEST = {"peers", "long"}  # fetches the programs of others; takes a quarter of an hour


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("figures", nargs="*", metavar="|".join(FIGURES))
    log.configure("WARNING")  # what is printed is JSON
    asked = parser.parse_args(words).figures or [name for name in FIGURES if name not in ON_REQUEST]
    unknown = [name for name in asked if name not in FIGURES]
    if unknown:
        parser.error(f"{', '.join(unknown)}: allowed are {', '.join(FIGURES)}")
    print(
        json.dumps({"machine": machine.facts(), **{name: timed(name) for name in asked}}, indent=2, ensure_ascii=False)
    )
    return 0


def timed(name: str) -> dict[str, Any]:
    print(f"bench: {name} …", file=sys.stderr, flush=True)
    began = time.monotonic()
    found = FIGURES[name]() | {"took_s": round(time.monotonic() - began, 1)}
    results.keep(name, found)
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
