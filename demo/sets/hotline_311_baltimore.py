"""10,000 service requests of a city hotline with limits and closures (README.txt of the set).

The recording has one time of creation, so `reported`, `accepted` and `dispatched` carry it; `dispatched` brings the limit and the
agency, `closed` the closing time. A position rounded to whole degrees is none. Category = the slug of the request's type.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import datetime
from operator import attrgetter
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from demo.messages import Message, step
from demo.recording import Recording

ZONE = ZoneInfo("America/New_York")
CHANNELS = {
    "Phone": "phone",
    "API": "app",
    "Internal": "upper",  # passed on by the city's own staff: the nearest of the contract's channels
    "Mail": "mailbox",
    "Email": "mailbox",
    "Web": "web",
    "System": "bot",
    "Other": "web",
}


def rows(folder: Path) -> Iterator[dict[str, Any]]:
    with (folder / "baltimore_311_10000.csv").open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def moment(text: str) -> datetime | None:
    return datetime.strptime(text, "%m/%d/%Y %I:%M:%S %p").replace(tzinfo=ZONE) if text else None


def slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")


def position(row: dict[str, Any]) -> dict[str, float]:
    """Nothing for an empty or a rounded geocode: `39` or `39.0` is no place."""
    lat, lon = row["Latitude"], row["Longitude"]
    if not lat or not lon or (float(lat).is_integer() and float(lon).is_integer()):
        return {}
    return {"lon": float(lon), "lat": float(lat)}


def outcome(row: dict[str, Any]) -> str | None:
    """`Closed (Duplicate)` closes for the reason in brackets."""
    found = re.fullmatch(r"Closed \((.+)\)", row["SRStatus"])
    return slug(found[1]) if found else None


def steps(row: dict[str, Any]) -> Iterator[Message]:
    ticket, created = row["SRRecordID"], moment(row["CreatedDate"])
    assert created is not None, f"{ticket}: a request without a creation time"
    first = {
        "channel": CHANNELS.get(row["MethodReceived"], "web"),
        "category": slug(row["SRType"]),
        "content": row["SRType"],
        "address": row["Address"] or None,
    }
    department = slug(row["Agency"]) or None
    yield step(ticket, created, "reported", **first, **position(row))
    yield step(ticket, created, "accepted")
    yield step(ticket, created, "dispatched", department=department, due_at=moment(row["DueDate"]))
    if closed := moment(row["CloseDate"]):
        yield step(ticket, closed, "closed", department=department, reason=outcome(row))


def messages(folder: Path) -> Iterator[Message]:
    yield from sorted((message for row in rows(folder) for message in steps(row)), key=attrgetter("at"))


RECORDING = Recording("hotline_311_baltimore", messages)
