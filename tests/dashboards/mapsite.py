"""What the one map shows, stored beside the values of `site`: readings, tickets, video events, volume."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from core import city as packs
from core.store import Session, Store
from dashboards.reads.silence import STREAMS
from layers._areas import places
from tests.dashboards import site

FLOODED = "zz-ponding-0001"
SILENT = "zz-ponding-0002"
TICKET = "map-1"
Row = tuple[Any, ...]


def fill(url: str) -> None:
    site.fill(url)
    now = datetime.now(UTC)
    with Store(url, size=1) as store, store.session() as session:
        readings(session, now)
        tickets(session, now)
        events(session, now)
        happened(session, now)
        arrived(session, dict.fromkeys(STREAMS, now))


def arrived(session: Session, at: Mapping[str, datetime]) -> None:
    """The minute in which each stream last brought rows."""
    rows = [(stream, when.replace(second=0, microsecond=0), "worker-1", 900) for stream, when in at.items()]
    session.copy_rows("ing.minute (stream, minute_at, owner, rows_n)", rows)


def readings(session: Session, now: datetime) -> None:
    """Every source spoke a minute ago; one gauge stands over its limit, one is silent since three hours."""
    city = packs.load("zhengzhou")
    numbers = {r["source_id"]: r["source_no"] for r in session.rows("SELECT source_id, source_no FROM dim.source")}
    metrics = {r["metric"]: r["metric_no"] for r in session.rows("SELECT metric, metric_no FROM dim.metric")}
    rows: list[Row] = []
    for s in city.sources.values():
        at = now - (timedelta(hours=3) if s.source_id == SILENT else timedelta(minutes=1))
        rows += [(numbers[s.source_id], metrics[m], at, value(s, m), 0) for m in s.metrics]
    session.copy_rows("state.latest (source_no, metric_no, observed_at, value, quality)", rows)
    raw = [(at, v, 7_000_000 + n, no, metric, q) for n, (no, metric, at, v, q) in enumerate(rows[:400])]
    session.copy_rows("raw.reading (observed_at, value, event_hash, source_no, metric_no, quality)", raw)


def value(source: packs.Source, metric: str) -> float:
    if source.source_id == FLOODED:
        return 41.0
    return {"camera_online": 1.0, "speed_kmh": 42.0, "water_level": source.attributes.get("normal_m", 1.0)}.get(
        metric, 0.0
    )


def tickets(session: Session, now: datetime) -> None:
    columns = "ticket_id, state, channel, category, caller_hash, area_id, lon, lat, department, reported_at, accepted_at, due_at, last_step_at"
    calls = [(f"map-{n}", "dispatched", "phone", "QZ-water_outage", f"c{n}", "410105001", 113.68 + n / 500, 34.78, "water_co",
              now - timedelta(minutes=n), now - timedelta(minutes=n), now + timedelta(hours=3 - n), now) for n in range(1, 12)]  # fmt: skip
    fire = (
        "map-fire",
        "dispatched",
        "emergency",
        "incident.fire",
        "f",
        "410103001",
        *places(packs.load("zhengzhou"))["410103"],  # where the name of the district stands
        "fire",
        now,
        now,
        now + timedelta(hours=20),
        now,
    )
    session.copy_rows(f"state.ticket ({columns})", [*calls, fire])
    step = "step_at, event_id, ticket_id, step, department, part, record_offset"
    session.copy_rows(f"raw.ticket_step ({step})", [(now - timedelta(minutes=5), "s1", TICKET, "accepted", None, 0, 1)])


def happened(session: Session, now: datetime) -> None:
    """Rollups of a day: more by day than by night, and the last hour as everybody lived it."""
    minutes = [now.replace(second=0, microsecond=0) - timedelta(minutes=5 * n) for n in range(288)]
    rows = [
        (at, measure, "", "", n, n)
        for at in minutes
        for measure, n in (("video_event", 3 + at.hour % 12), ("hotline_accepted", 1 + at.minute % 3))
    ]
    session.copy_rows("roll.minute (bucket_at, measure, area_id, dim, n, sum)", rows)


def events(session: Session, now: datetime) -> None:
    columns = "observed_at, event_id, camera_id, event_type, confidence, area_id, part, record_offset"
    rows = [(now - timedelta(minutes=3 * n + 1), f"map-v{n}", f"zz-camera-{n + 1:04d}", kind, 0.9, "410105001", 0, n)
            for n, kind in enumerate(("street_vendor", "accident", "muck_truck", "not_in_the_pack"))]  # fmt: skip
    session.copy_rows(f"raw.video_event ({columns})", rows)
