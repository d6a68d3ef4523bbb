"""From microseconds a row to machines: the table of docs/scale.md, and the sentence about the limit."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any, NamedTuple

BEGIN, END = "<!-- sizing: written by python -m bench.report -->", "<!-- sizing: end -->"
RATES = (1_000, 10_000, 100_000, 500_000, 1_000_000)
BUSY = 0.5  # of a core in the mean: peaks and catching up need the other half
WORKER_ROWS = 100_000  # a worker is one process; partitions are what it can be given
BYTES_ROW = 105  # raw 90 and all rollups on top 15 %: the ceiling that the ingest bench holds us to
LEAST_PARTITIONS = 4


class Base(NamedTuple):
    """Microseconds of processor time a row."""

    worker_us: float
    database_us: float
    broker_us: float


def base(kept: dict[str, Any]) -> Base | None:
    """Of dense readings; None until they were measured."""
    found = kept.get("ingest", {}).get("found", {}).get("dense")
    parts = ("worker", "database", "broker")
    return Base(*(float(found[f"{name}_us_row"]["median"]) for name in parts)) if found else None


def limit(kept: dict[str, Any]) -> str:
    known = base(kept)
    if known is None:
        return ""
    total = sum(known)
    return (
        f"A row costs {known.worker_us:.1f} µs in the worker, {known.database_us:.1f} µs in the database and {known.broker_us:.1f} µs "
        f"in the broker: {total:.1f} µs in all. Two processors that do nothing else have two million of them a second, "
        f"so {2e6 / total:,.0f} rows/s is what this machine can reach, however the work is shared."
    )


def table(known: Base) -> str:
    head = (
        "| records/s | partitions | workers | cores: workers · database · broker | disk a day, raw and rollups |\n"
        "|---|---|---|---|---|\n"
    )
    return head + "\n".join(line(known, rate) for rate in RATES)


def line(known: Base, rate: int) -> str:
    cores = [max(rate * us / 1e6 / BUSY, 0.1) for us in known]
    workers = max(2, math.ceil(cores[0]), math.ceil(rate / WORKER_ROWS))
    partitions = max(LEAST_PARTITIONS, 2 * workers)
    shown = " · ".join(f"{core:.1f}" for core in cores)
    return f"| {rate:,} | {partitions} | {workers} | {shown} | {rate * 86400 * BYTES_ROW / 1e9:,.0f} GB |"


def write(file: Path, kept: dict[str, Any]) -> None:
    """Only what stands between the two marks."""
    known = base(kept)
    if known is None:
        return
    before, _, rest = file.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    text = f"{limit(kept)}\n\n{table(known)}"
    file.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", "utf-8")
