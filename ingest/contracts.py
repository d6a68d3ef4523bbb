"""The published contract, made from the code: an AsyncAPI 3 document and one JSON Schema per stream."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import msgspec
import yaml

from core.settings import ROOT
from ingest.careful import MAX_BYTES, MAX_DEPTH
from ingest.model import Stream

FOLDER = ROOT / "docs" / "contracts"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def documents(streams: dict[str, Stream]) -> dict[str, str]:
    """File name to text."""
    schemas = {f"{topic}.schema.json": _json(_schema(stream)) for topic, stream in streams.items()}
    return schemas | {"asyncapi.yaml": _asyncapi(streams)}


def write(streams: dict[str, Stream], folder: Path = FOLDER) -> list[str]:
    """Write what is not fresh; answers the names."""
    found = stale(streams, folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in documents(streams).items():
        (folder / name).write_text(text, "utf-8")
    return found


def stale(streams: dict[str, Stream], folder: Path = FOLDER) -> list[str]:
    """Names of the files that are missing or say something else than the code."""
    return [name for name, text in documents(streams).items() if _read(folder / name) != text]


def _read(path: Path) -> str | None:
    return path.read_text("utf-8") if path.is_file() else None


def _json(schema: dict[str, Any]) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _schema(stream: Stream) -> dict[str, Any]:
    """Unknown fields are welcome: they are kept and counted."""
    (ref,), parts = msgspec.json.schema_components([stream.struct], ref_template="#/$defs/{name}")
    name = ref["$ref"].rsplit("/", 1)[1]
    own = parts.pop(name)
    head = {"$schema": _DIALECT, "title": stream.topic, "description": _title(stream)}
    return head | {k: v for k, v in own.items() if k != "title"} | ({"$defs": parts} if parts else {})


def _title(stream: Stream) -> str:
    return (sys.modules[stream.struct.__module__].__doc__ or stream.topic).splitlines()[0]


def _asyncapi(streams: dict[str, Stream]) -> str:
    document = {
        "asyncapi": "3.0.0",
        "info": {
            "title": "City operations dashboard: what enters by Kafka",
            "version": "1.0.0",
            "description": (
                f"JSON, UTF-8, one event a record of at most {MAX_BYTES} bytes and {MAX_DEPTH} levels. "
                "The record key is the id of the source, so that one source stays in order. "
                "Unknown fields are kept and counted, never an error."
            ),
        },
        "defaultContentType": "application/json",
        "channels": {_name(topic): _channel(topic) for topic in streams},
        "operations": {f"receive_{_name(topic)}": _operation(topic) for topic in streams},
        "components": {"messages": {_name(topic): _message(topic, stream) for topic, stream in streams.items()}},
    }
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=120)


def _name(topic: str) -> str:
    return topic.replace(".", "_")


def _channel(topic: str) -> dict[str, Any]:
    message = {"$ref": f"#/components/messages/{_name(topic)}"}
    return {"address": topic, "messages": {_name(topic): message}}


def _operation(topic: str) -> dict[str, Any]:
    channel = f"#/channels/{_name(topic)}"
    return {
        "action": "receive",
        "channel": {"$ref": channel},
        "messages": [{"$ref": f"{channel}/messages/{_name(topic)}"}],
    }


def _message(topic: str, stream: Stream) -> dict[str, Any]:
    return {"name": topic, "summary": _title(stream), "payload": {"$ref": f"{topic}.schema.json"}}
