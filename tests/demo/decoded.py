"""The contract as the ingest checks it: the struct of each stream decides what is valid."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from core import registry
from ingest import streams
from ingest.model import Stream

DECODERS = {
    s.topic: msgspec.json.Decoder(s.struct) for s in registry.collect(streams, Stream, "STREAM", key="topic").values()
}


def valid(topic: str, body: bytes) -> bool:
    try:
        DECODERS[topic].decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return False
    return True


def bad(sent: Iterable[tuple[str, str, bytes]]) -> list[bytes]:
    return [body for topic, _, body in sent if not valid(topic, body)]
