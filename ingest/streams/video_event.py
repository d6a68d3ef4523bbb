"""video.event · 视频识别事件: what a camera's analysis saw, never the picture itself."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from ingest.careful import shown
from ingest.curious import Curiosities
from ingest.event import events
from ingest.event import write as event_write
from ingest.event.quick import Fields
from ingest.fields import Attributes, Code, Datum, EventId, Latitude, Longitude, Name, Time, in_time
from ingest.known import Known, Position
from ingest.model import Bad, Event, Stream
from ingest.sink import Transaction


class VideoEvent(msgspec.Struct, frozen=True, gc=False):
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


class VideoRow(msgspec.Struct, gc=False):
    """The columns of raw.video_event, in the order of their COPY."""

    observed_at: datetime
    event_id: str
    camera_id: str
    event_type: str
    confidence: float | None
    ended_at: datetime | None
    track_id: str | None
    snapshot: str | None
    lon: float | None
    lat: float | None
    area_id: str
    attributes: str | None
    extra: str | None = None
    part: int = 0
    record_offset: int = 0


def _row(event: VideoEvent, fields: Fields, place: Position | None, known: Known, odd: Curiosities) -> VideoRow:
    in_time("observed_at", event.observed_at, now := known.now(), known.city.kept_since("raw.video_event", now))
    if event.snapshot and event.snapshot.startswith("data:"):
        raise Bad("image_bytes", f"snapshot is {shown(event.snapshot, 20)}; allowed is a reference, never the picture")
    if event.type not in known.city.event_types:
        odd.add("unknown_code", event.type, f"type of camera {event.camera_id}")
    lon, lat, area_id = _place(event, place, known)
    attributes = msgspec.json.encode(event.attributes).decode() if event.attributes else None
    return VideoRow(
        event.observed_at, event.event_id, event.camera_id, event.type, event.confidence, event.ended_at,
        event.track_id, event.snapshot, lon, lat, area_id, attributes,
    )  # fmt: skip


def _place(event: VideoEvent, own: Position | None, known: Known) -> tuple[float | None, float | None, str]:
    """The event's own position (its area is found for the whole batch), else the camera's."""
    if own:
        return *own, ""
    camera = known.source(event.camera_id)
    return (camera.lon, camera.lat, camera.area_id) if camera else (None, None, "")


def _mark(tx: Transaction, known: Known, new: list[Event]) -> None:
    event_write.mark_minutes(tx, "video.event", [("", e.row.observed_at) for e in new])


SHAPE = events.Shape(
    stream="video.event",
    struct=VideoEvent,
    columns=VideoRow.__struct_fields__,
    at=lambda e: e.observed_at,
    source=lambda e: e.camera_id,
    row=_row,
    placed=True,
    source_kind="camera",
)
STREAM = Stream(
    topic="video.event", struct=VideoEvent, decode=events.decoder(SHAPE), write=event_write.writer(SHAPE, after=_mark)
)
