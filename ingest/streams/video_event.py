"""video.event · 视频识别事件: what a camera's analysis saw, never the picture itself."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec

from ingest import events
from ingest.careful import shown
from ingest.curious import Curiosities
from ingest.fields import Attributes, Code, Datum, EventId, Latitude, Longitude, Name, Time, in_time
from ingest.known import Known, Position, position
from ingest.model import Bad, Event, Stream
from ingest.sink import Transaction


class VideoEvent(msgspec.Struct, frozen=True):
    schema: Literal[1]
    event_id: EventId
    camera_id: Name
    observed_at: Time
    type: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    confidence: Annotated[float, msgspec.Meta(ge=0, le=1)] | None = None
    ended_at: Time | None = None
    track_id: Code | None = None
    snapshot: Annotated[str, msgspec.Meta(max_length=1024)] | None = None
    attributes: Attributes | None = None
    lon: Longitude | None = None
    lat: Latitude | None = None
    datum: Datum | None = None


COLUMNS = (
    "observed_at", "event_id", "camera_id", "event_type", "confidence", "ended_at", "track_id", "snapshot",
    "lon", "lat", "area_id", "attributes", "extra", "part", "record_offset",
)  # fmt: skip


def _row(event: VideoEvent, known: Known, odd: Curiosities) -> dict[str, Any]:
    in_time("observed_at", event.observed_at, known.now())
    if event.snapshot and event.snapshot.startswith("data:"):
        raise Bad("image_bytes", f"snapshot is {shown(event.snapshot, 20)}; allowed is a reference, never the picture")
    if event.type not in known.city.event_types:
        odd.add("unknown_code", event.type, f"type of camera {event.camera_id}")
    lon, lat, area_id = _place(event, known)
    return {
        "observed_at": event.observed_at,
        "camera_id": event.camera_id,
        "event_type": event.type,
        "confidence": event.confidence,
        "ended_at": event.ended_at,
        "track_id": event.track_id,
        "snapshot": event.snapshot,
        "lon": lon,
        "lat": lat,
        "area_id": area_id,
        "attributes": msgspec.json.encode(event.attributes).decode() if event.attributes else None,
    }


def _place(event: VideoEvent, known: Known) -> tuple[float | None, float | None, str]:
    """The event's own position (its area is found for the whole batch), else the camera's."""
    if own := _position(event):
        return *own, ""
    camera = known.source(event.camera_id)
    return (camera.lon, camera.lat, camera.area_id) if camera else (None, None, "")


def _position(event: VideoEvent) -> Position | None:
    return position(event.lon, event.lat, event.datum)


def _mark(tx: Transaction, known: Known, new: list[Event]) -> None:
    times: list[datetime] = [e.row["observed_at"] for e in new]
    events.mark_minutes(tx, "video.event", [""] * len(times), times)


SHAPE = events.Shape(
    stream="video.event",
    struct=VideoEvent,
    columns=COLUMNS,
    at=lambda e: e.observed_at,
    source=lambda e: e.camera_id,
    row=_row,
    place=_position,
    source_kind="camera",
)
STREAM = Stream(
    topic="video.event", struct=VideoEvent, decode=events.decoder(SHAPE), write=events.writer(SHAPE, after=_mark)
)
