"""iot.reading · 物联感知读数: one value of one metric of one device."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from ingest.fields import Datum, EventId, Latitude, Longitude, Name, Time
from ingest.model import Stream
from ingest.reading import readings
from ingest.reading import write as reading_write


class Reading(msgspec.Struct, frozen=True, gc=False):
    schema: Literal[1]
    event_id: EventId
    source_id: Name
    observed_at: Time
    metric: Name
    value: float
    unit: Annotated[str, msgspec.Meta(max_length=32)] | None = None
    quality: Literal["ok", "suspect", "missing"] | None = None
    lon: Longitude | None = None
    lat: Latitude | None = None
    datum: Datum | None = None


STREAM = Stream(topic="iot.reading", struct=Reading, decode=readings.decoder(Reading), write=reading_write.write)
