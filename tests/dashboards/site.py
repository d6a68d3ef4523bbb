"""A small believable city in the database and the web app over it, for the browser tests of cockpit and indicator pages."""

from __future__ import annotations

import math
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from core import city as packs
from core import clock
from core.migrate import migrate, register
from core.model import Grain, Indicator, Value
from core.settings import ROOT
from core.store import Store
from indicators.catalogue import catalogue

COLUMNS = "indicator, subject_kind, subject, grain, period_start_at, period_end_at, value, numerator, denominator, status, reason, detail, definition, known_at, data_until_at"
SPAN: dict[Grain, int] = {"5min": 300, "hour": 24 * 15, "day": 40, "month": 30, "quarter": 10, "year": 4}
SUMS = {"件", "起", "个", "站"}
ALERT, SILENT = "water.over_warning_count", "municipal.gas_on_time_rate"
# The largest change since yesterday at any hour of the day, and its districts explain it.
SURGE = "hotline.accepted"
Row = tuple[Any, ...]


def fill(url: str, key: str = "zhengzhou") -> None:
    """Migrate, register the pack, and store values of every indicator for the city and its districts."""
    city = packs.load(key)
    migrate(url)
    with Store(url, size=1) as store:
        register(store, city)
        now = datetime.now(UTC).astimezone(city.zone)
        rows = [row for of in catalogue(city).values() for grain in of.grains for row in _series(city, of, grain, now)]
        newest = {row[:4]: row for row in rows}
        with store.session() as session:
            session.copy_rows(f"val.value ({COLUMNS})", rows)
            session.copy_rows(f"val.latest ({COLUMNS})", newest.values())
            session.copy_rows(
                "state.ticket (ticket_id, state, category, area_id, department, accepted_at, due_at, last_step_at)",
                _tickets(city, now),
            )


def empty(url: str, key: str = "zhengzhou") -> None:
    migrate(url)
    with Store(url, size=1) as store:
        register(store, packs.load(key))


def _series(city: packs.City, of: Indicator, grain: Grain, now: datetime) -> Iterator[Row]:
    starts = _starts(city, grain, now)
    districts = [a.code for a in city.children(city.code)]
    for i, start in enumerate(starts):
        last = i == len(starts) - 1
        below = {code: _amounts(of, start, n + 1) for n, code in enumerate(districts)}
        if last and of.code == SURGE:
            below[districts[0]] = (400.0, None, None)
        if i >= len(starts) - 50:
            for code, amounts in below.items():
                yield _row(of, grain, code, start, now, amounts, silent=last and code == districts[-1])
        yield _row(of, grain, city.code, start, now, _whole(of, start, list(below.values())), last)


def _starts(city: packs.City, grain: Grain, now: datetime) -> list[datetime]:
    end = clock.floor(now, grain, city.zone)
    if months := {"month": 1, "quarter": 3, "year": 12}.get(grain):
        return [clock.add_months(end, -months * i) for i in range(SPAN[grain], 0, -1)]
    unit = {"5min": timedelta(minutes=5), "hour": timedelta(hours=1), "day": timedelta(days=1)}[grain]
    return clock.buckets(end - SPAN[grain] * unit, end, grain, city.zone)


def _amounts(of: Indicator, start: datetime, n: int) -> tuple[float, float | None, float | None]:
    wave = math.sin(start.timestamp() / 86400 * 2 * math.pi + n) + math.sin(start.timestamp() / 1e6 + n)
    if of.unit == "%" and of.numerator_name.zh:
        total = 40 + n
        good = round(total * (0.9 + 0.04 * wave))
        return 100 * good / total, float(good), float(total)
    if of.unit in SUMS:
        return float(max(0, round(3 + 2 * wave))), None, None
    return 50 + 8 * wave, None, None


def _whole(
    of: Indicator, start: datetime, below: list[tuple[float, float | None, float | None]]
) -> tuple[float, float | None, float | None]:
    if below[0][2] is not None:
        top, low = sum(b[1] or 0 for b in below) + 4, sum(b[2] or 0 for b in below) + 5
        return 100 * top / low, top, low
    return (sum(b[0] for b in below), None, None) if of.unit in SUMS else _amounts(of, start, 0)


def _row(
    of: Indicator,
    grain: Grain,
    subject: str,
    start: datetime,
    now: datetime,
    amounts: Any,
    last: bool = False,
    silent: bool = False,
) -> Row:
    end = clock.after(start, grain)
    value, top, low = amounts
    status, reason = "good", ""
    if silent or (last and of.code == SILENT):
        value, top, low, status, reason = None, None, None, "stale", "来源停报"
    elif last and of.code == ALERT:
        status = "alert"
    definition = max(
        (d for d in of.definitions if d.since <= start.date()), key=lambda d: d.since, default=of.definitions[0]
    ).id
    known = min(end, now)
    return (
        of.code,
        "area",
        subject,
        grain,
        start,
        end,
        value,
        top,
        low,
        status,
        reason,
        "",
        definition,
        known,
        known - timedelta(minutes=1),
    )


def _tickets(city: packs.City, now: datetime) -> list[Row]:
    street = city.level("street")[0].code if city.level("street") else city.code
    some = list(city.categories.values())[:8]
    due = [(c, now - timedelta(hours=3 * i + 2)) for i, c in enumerate(some)]
    return [
        (f"T{i}", "dispatched", c.code, street, c.department, at - timedelta(hours=c.limit_h), at, now)
        for i, (c, at) in enumerate(due)
    ]


def newer(url: str, value: Value, amount: float) -> None:
    """A later version of one value, told to the screens as the computation does."""
    row = (value.indicator, value.subject_kind, value.subject, value.grain, value.period_start_at, value.period_end_at, amount,
           value.numerator, value.denominator, value.status, value.reason, value.detail, value.definition, datetime.now(UTC), value.data_until_at)  # fmt: skip
    with Store(url, size=1) as store, store.session() as session:
        session.copy_rows(f"val.value ({COLUMNS})", [row])
        where = "indicator = %s AND subject_kind = %s AND subject = %s AND grain = %s"
        session.run(f"UPDATE val.latest SET value = %s, known_at = %s WHERE {where}", (amount, row[13], *row[:4]))  # noqa: S608 - fixed words
        session.run("SELECT pg_notify('value', %s)", (f'["{value.indicator}"]',))


@contextmanager
def served(url: str, key: str = "zhengzhou") -> Iterator[str]:
    """The app in a process of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = os.environ | {"DATABASE_URL": url, "PORT": str(port), "CITY": key, "LOG_LEVEL": "WARNING"}
    process = subprocess.Popen([sys.executable, "-m", "app"], cwd=ROOT, env=env)
    try:
        yield _ready(f"http://127.0.0.1:{port}", process)
    finally:
        process.terminate()
        process.wait(15)


def _ready(address: str, process: subprocess.Popen[bytes]) -> str:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        assert process.poll() is None, "the app ended by itself"
        try:
            with urllib.request.urlopen(f"{address}/_dash-layout", timeout=20):
                return address
        except OSError:
            time.sleep(0.3)
    raise AssertionError("the app did not answer within 60 s")
