"""/livez, /healthz and /metrics: does it run, is the product in order (in words for a person), and in numbers for a machine.

/livez asks nothing: who does not answer is to be started again. /healthz asks the database, the broker and the data: who answers
503 needs a person, and starting this program again would not help.
"""

from __future__ import annotations

import asyncio
import socket
from datetime import UTC, datetime
from typing import Any

import orjson
from fastapi import APIRouter, Response
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from core.settings import Settings
from core.store import DatabaseFault, PoolTimeout, Row
from dashboards.context import Context, app_context
from dashboards.live.hub import Hub
from dashboards.server import latency

VERSION = "0.1.0"
CONNECT_S = 2


def look(context: Context, settings: Settings) -> tuple[list[str], Row]:
    """What is not in order, one sentence each, and when data last came."""
    found: list[str] = []
    newest: Row = {"arrived_at": None, "observed_at": None}
    try:
        newest = context.store.read("health_newest")[0]
        found += _newest(newest["arrived_at"], settings.health_silence_min)
        found += [f"stream {r['stream']}: stands still, {r['sentence']}" for r in context.store.read("ops_pauses")]
        if not newest.pop("exact"):
            found.append(
                "ledger: rows + dead letters + duplicates + gaps differ from the offsets; run python -m ingest audit"
            )
    except (DatabaseFault, PoolTimeout) as error:
        found.append(f"database: no answer ({type(error).__name__})")
    if not reachable(settings.kafka_bootstrap):
        found.append(f"broker: {settings.kafka_bootstrap} does not accept a connection")
    return found, newest


def _newest(arrived_at: datetime | None, allowed_min: float) -> list[str]:
    """Silence of all streams together; each single source has its own interval and its own status on the pages."""
    if not allowed_min:
        return []
    if arrived_at is None:
        return ["data: nothing has arrived yet"]
    quiet_min = (datetime.now(UTC) - arrived_at).total_seconds() / 60
    if quiet_min <= allowed_min:
        return []
    return [f"data: nothing has arrived for {quiet_min:.0f} min, HEALTH_SILENCE_MIN allows {allowed_min:g}"]


def reachable(bootstrap: str) -> bool:
    """One of the addresses takes a connection; the web app speaks no Kafka."""
    return any(_connects(address) for address in bootstrap.split(","))


def _connects(address: str) -> bool:
    host, _, port = address.strip().rpartition(":")
    try:
        socket.create_connection((host.strip("[]"), int(port)), CONNECT_S).close()
    except (OSError, ValueError):
        return False
    return True


class Streams:
    """Collected from the ledger at each scrape, so that restarts of the web app change nothing."""

    def __init__(self, context: Context, hub: Hub) -> None:
        self._context = context
        self._hub = hub

    def collect(self) -> list[Metric]:
        screens = GaugeMetricFamily(
            "citybrain_screens", "Screens connected to the live stream", value=self._hub.screens
        )
        tiles = GaugeMetricFamily(
            "citybrain_frame_seconds", "Time to render the newest frame", value=self._hub.frames.last_s
        )
        rows = self._context.store.read("metrics_streams")
        waiting = GaugeMetricFamily(
            "citybrain_waiting_deltas",
            "Changes of minutes that the refresh has not added yet",
            value=self._context.store.read("compute_waiting_deltas")[0]["n"],
        )
        held = GaugeMetricFamily(
            "citybrain_snapshot_seconds",
            "Age of the oldest open snapshot: dead row versions of all tables stay for as long",
            value=self._context.store.read("metrics_held")[0]["held_s"],
        )
        return [
            screens,
            tiles,
            waiting,
            held,
            *(_counter(rows, *c) for c in _COUNTERS),
            *(_gauge(rows, *g) for g in _GAUGES),
        ]


_COUNTERS = (
    ("citybrain_records", "Offsets consumed", "records"),
    ("citybrain_rows", "Records that became rows", "rows_n"),
    ("citybrain_dead_letters", "Records refused with a reason", "dead_n"),
    ("citybrain_duplicates", "Records that were there already", "duplicates_n"),
    ("citybrain_gaps", "Offsets the broker no longer has", "gaps_n"),
)
_GAUGES = (
    ("citybrain_lag_records", "Records in the broker not yet committed here", "lag"),
    ("citybrain_newest_timestamp_seconds", "Time of the newest observation", "newest_s"),
    ("citybrain_paused", "1 while the stream stands still until somebody resumes it", "paused"),
    ("citybrain_commit_milliseconds", "Mean commit time of the last five minutes", "commit_ms"),
)


def _counter(rows: list[dict[str, Any]], name: str, about: str, column: str) -> Metric:
    family = CounterMetricFamily(name, about, labels=["stream"])
    for row in rows:
        family.add_metric([row["stream"]], row[column])
    return family


def _gauge(rows: list[dict[str, Any]], name: str, about: str, column: str) -> Metric:
    family = GaugeMetricFamily(name, about, labels=["stream"])
    for row in rows:
        if row[column] is not None:
            family.add_metric([row["stream"]], row[column])
    return family


def router(settings: Settings, hub: Hub) -> APIRouter:
    routes = APIRouter()

    @routes.get("/livez")
    async def livez() -> Response:
        return Response("alive\n", media_type="text/plain", headers=_FRESH)

    @routes.get("/healthz")
    async def healthz() -> Response:
        context = app_context()
        found, newest = await asyncio.to_thread(look, context, settings)
        answer = {
            "status": "failing" if found else "ok",
            "problems": found,
            "newest": newest,
            "city": context.city.key,
            "broker": settings.kafka_bootstrap,
            "version": VERSION,
        }
        return Response(orjson.dumps(answer), 503 if found else 200, media_type="application/json", headers=_FRESH)

    @routes.get("/metrics")
    async def metrics() -> Response:
        registry = CollectorRegistry(auto_describe=False)
        registry.register(Streams(app_context(), hub))  # type: ignore[arg-type]
        try:
            text = await asyncio.to_thread(generate_latest, registry)
        except (DatabaseFault, PoolTimeout) as error:
            return Response(f"# database: no answer ({type(error).__name__})\n", 503, media_type="text/plain")
        return Response(text + latency.text(), media_type="text/plain; version=0.0.4; charset=utf-8", headers=_FRESH)

    @routes.get("/export/ledger.json")
    async def ledger() -> Response:
        try:
            rows = await asyncio.to_thread(app_context().store.read, "ledger_export")
        except (DatabaseFault, PoolTimeout):
            return Response("ledger: the database does not answer; try again", 503, headers={"retry-after": "10"})
        return Response(orjson.dumps(rows), media_type="application/json", headers=_FRESH)

    return routes


_FRESH = {"cache-control": "no-store"}
