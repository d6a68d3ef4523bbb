"""Which dead letters the address of the page names: a stream, a reason, a source, or one letter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboards.ops.words import TOPICS

NOTHING: dict[str, Any] = dict.fromkeys(("stream", "reason", "source_id", "part", "record_offset"))
_LONGEST = 64


def chosen(params: Mapping[str, Any]) -> dict[str, Any]:
    """Only what can be a choice; what is odd is left out, as if it had not been said."""
    found = {name: str(params.get(name) or "")[:_LONGEST] or None for name in ("stream", "reason", "source_id")}
    numbers = {name: _number(params.get(name)) for name in ("part", "record_offset")}
    if found["stream"] not in TOPICS:
        found["stream"] = None
    one = found["stream"] is not None and None not in numbers.values()
    return NOTHING | found | (numbers if one else {})


def said(choice: Mapping[str, Any]) -> bool:
    return any(value is not None for value in choice.values())


def _number(value: Any) -> int | None:
    text = str(value if value is not None else "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
