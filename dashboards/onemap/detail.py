"""What the detail panel shows: a source, a ticket, a video event or an area."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dashboards.context import Context
from dashboards.onemap.area import area
from dashboards.onemap.cases import event, ticket
from dashboards.onemap.source import source
from dashboards.parts.detail import Detail, detail, missing


def panel(context: Context, layer: str, id: str) -> list[Any]:
    read: Callable[[Context, str], Detail | None] = {
        "districts": area, "hotline_points": ticket, "tickets": ticket, "video_events": event,
    }.get(layer, source)  # fmt: skip
    found = read(context, id)
    return detail(found, context.lang) if found else missing(context.lang)
