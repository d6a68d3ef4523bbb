"""Field types that the streams share."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal

import msgspec

from ingest.careful import shown
from ingest.model import Bad

EventId = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
Code = Annotated[str, msgspec.Meta(max_length=64)]
Text = Annotated[str, msgspec.Meta(max_length=8192)]
Time = Annotated[datetime, msgspec.Meta(tz=True, description="RFC 3339 with offset")]
Longitude = Annotated[float, msgspec.Meta(ge=-180, le=180)]
Latitude = Annotated[float, msgspec.Meta(ge=-90, le=90)]
Datum = Literal["wgs84", "cgcs2000", "gcj02", "bd09"]
Attributes = dict[str, Any]

CLOCK_SKEW = timedelta(minutes=5)
# Before this no city recorded anything by machine; a chunk of the year 1 is a broken clock.
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)


def in_time(name: str, at: datetime, now: datetime, kept_since: datetime | None = None) -> datetime:
    """`at` when a device with a sane clock can have written it, and not before what the pack keeps."""
    if kept_since is not None and EARLIEST <= at < kept_since:
        said = f"{name} is {shown(at.isoformat())}, but rows are kept since {kept_since.isoformat(timespec='seconds')}"
        raise Bad("too_late", said)
    if at > now + CLOCK_SKEW:
        raise Bad("future_time", f"{name} is {shown(at.isoformat())}, later than now by more than 5 minutes")
    if at < EARLIEST:
        raise Bad("past_time", f"{name} is {shown(at.isoformat())}; allowed is 1990 or later")
    return at
