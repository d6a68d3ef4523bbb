"""p99 of every page query with 3 million raw readings, matching rollups and values behind them; goal 20 ms.

Each query of sql/queries that a page or a layer reads is run many times with the parameters below, on one warm connection,
interleaved so that no query has the machine to itself. A query whose parameter is unknown here is listed, not skipped in silence.
"""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from bench.figures import tail
from bench.filled import filled
from bench.stack import stack
from core import city, clock
from core.settings import ROOT
from core.store import DatabaseFault, Store, sql
from indicators.catalogue import catalogue

ROWS = 3_000_000
RUNS = 200
GOAL_MS = 20
PAGES = ("cockpit_", "indicator_", "layer_", "onemap_", "value_", "health_", "ops_ledger")


def measure() -> dict[str, Any]:
    with stack() as running:
        rows = filled(running.settings, rows=ROWS, past=True)
        with Store(running.settings.database_url, size=1) as store:
            given = parameters(store, running.settings.city)
            names = sorted(p.stem for p in (ROOT / "sql" / "queries").glob("*.sql") if p.stem.startswith(PAGES))
            asked = {name: wanted(name) for name in names}
            own = own_parameters(store, city.load(running.settings.city), given["now"])
            able = {n: {p: own.get(n, {}).get(p, given[p]) for p in need}
                    for n, need in asked.items() if need <= given.keys()}  # fmt: skip
            answered, failed = trial(store, able)
            times = run(store, {name: able[name] for name in answered})
    found = {name: {"rows": answered[name]} | tail(sample, 2) for name, sample in times.items()}
    return {
        "rows": rows,
        "runs_each": RUNS,
        "goal_p99_ms": GOAL_MS,
        "over_goal": sorted(name for name, t in found.items() if t["p99"] > GOAL_MS),
        "not_measured": failed
        | {n: f"parameter {sorted(w - given.keys())}" for n, w in asked.items() if not w <= given.keys()},
        "worst_p99_ms": max(t["p99"] for t in found.values()),
        "queries_ms": found,
    }


def wanted(name: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)s", sql(name)))


def parameters(store: Store, name: str) -> dict[str, Any]:
    """What pages ask for: the city and its districts, the last day, the indicators with most values."""
    pack, now = city.load(name), datetime.now(UTC)
    with store.session() as session:
        codes = [
            r["indicator"]
            for r in session.rows("SELECT indicator FROM val.value GROUP BY 1 ORDER BY count(*) DESC LIMIT 20")
        ]
        source = session.rows(
            "SELECT source_no, source_id FROM dim.source WHERE kind = 'river_gauge' ORDER BY 1 LIMIT 1"
        )[0]
    day, districts = timedelta(days=1), [a.code for a in pack.level("district")] or [pack.code]
    start = clock.floor(now, "hour", pack.zone) - day
    return {
        "now": now, "as_of": now, "at": now, "until": now, "since": now - day, "id": "", "no": source["source_no"],
        "codes": codes, "grain": "hour", "grains": ["hour"] * len(codes), "subject_kind": "area", "subject": pack.code,
        "subjects": districts, "area": pack.code, "areas": districts, "zone": pack.file.time_zone, "indicator": codes[0],
        "code": codes[0], "categories": list(pack.categories)[-30:], "grave": ["smoke_fire", "accident"], "limit": 100,
        "source_no": source["source_no"], "streams": ["iot.reading", "video.event"], "least": 4, "sigma": 2.5, "kind": "river_gauge",
        "metric": "water_level", "hours": 24, "rows": 20, "step": timedelta(minutes=5), "settled": start,
        "starts": [start] * len(codes), "first": start, "last": start, "measures": ["video_event", "hotline_accepted"],
    }  # fmt: skip


def own_parameters(store: Store, pack: city.City, now: datetime) -> dict[str, dict[str, Any]]:
    """One ticket, event, camera and gauge to open (the layers show all of theirs), and spans as the pages choose them."""
    with store.session() as session:
        ticket = session.rows("SELECT ticket_id AS id FROM state.ticket ORDER BY accepted_at DESC OFFSET 500 LIMIT 1")
        event = session.rows("SELECT event_id, camera_id FROM raw.video_event ORDER BY observed_at DESC LIMIT 1")[0]
        source = session.rows(
            "SELECT source_id AS id, area_id AS area FROM dim.source WHERE kind = 'river_gauge' ORDER BY 1 LIMIT 1"
        )
    hourly = [i.code for i in catalogue(pack).values() if i.grains[0] == "hour"]  # pages ask grain by grain
    return {
        "onemap_ticket": ticket[0], "onemap_ticket_steps": ticket[0], "onemap_source": source[0],
        "onemap_source_hours": source[0],
        "onemap_event": {"id": event["event_id"]}, "onemap_camera_events": {"id": event["camera_id"]},
        "onemap_source_records": {"since": now - timedelta(minutes=30)}, "cockpit_band": {"codes": hourly, "since": now - timedelta(days=56)},
        "value_history": {"codes": hourly, "since": now - timedelta(hours=26)}, "indicator_changes": {"since": now - timedelta(days=7)},
    }  # fmt: skip


def trial(store: Store, able: dict[str, dict[str, Any]]) -> tuple[dict[str, int], dict[str, str]]:
    """Rows that each query answers; and queries that the parameters do not fit, with what the database said."""
    answered: dict[str, int] = {}
    failed: dict[str, str] = {}
    for name, given in able.items():
        try:
            answered[name] = len(store.read(name, **given))
        except DatabaseFault as fault:
            failed[name] = str(fault).splitlines()[0]
    return answered, failed


def run(store: Store, able: dict[str, dict[str, Any]]) -> dict[str, list[float]]:
    """Milliseconds as a page has them: a connection of the pool, planning, all rows in Python."""
    times: dict[str, list[float]] = {name: [] for name in able}
    for _ in range(RUNS):
        for name, given in able.items():
            began = time.perf_counter()
            store.read(name, **given)
            times[name].append(1000 * (time.perf_counter() - began))
    return times
