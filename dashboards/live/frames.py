"""What a screen is sent: the live slots that changed, rendered once a look and written once for everyone.

A frame is `{"props": {component id: props}, "changed": {"codes", "streams"}, "layers": {id: version}, "at": …}`.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast

import orjson

from core import log
from core.model import Lang
from core.store import DatabaseFault
from dashboards import units
from dashboards.context import Context, app_context
from dashboards.live.slots import Slot
from dashboards.onemap.mapdata import catalogue as layers

Look = tuple[str, str]
LOOKS: tuple[Look, ...] = tuple((lang, theme) for lang in ("zh", "en") for theme in ("dark", "light"))
WHOLE_S = 5.0  # elapsed times in a whole frame may be this old


@dataclass
class Change:
    """What was notified since the last frame."""

    codes: set[str] = field(default_factory=set)
    streams: set[str] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.codes or self.streams)


class Frames:
    """Renders frames; a whole frame is rendered once for all screens that come at the same time."""

    def __init__(self, slots: tuple[Slot, ...] | None = None) -> None:
        self._slots = slots if slots is not None else tuple(units.slots())
        self._versions: dict[str, int] = {}
        self._wholes: dict[Look, tuple[int, float, dict[str, Any]]] = {}
        self._one_at_a_time = {look: threading.Lock() for look in LOOKS}
        self._changes = 0
        self.last_s = 0.0

    def advance(self, change: Change) -> None:
        """From here on older whole frames are out of date."""
        self._changes += 1
        for layer in layers().values():
            if not change.streams.isdisjoint(layer.streams) or (not layer.streams and change.codes):
                self._versions[layer.id] = time.time_ns() // 1_000_000

    def changed(self, look: Look, change: Change) -> dict[str, Any]:
        wanted = [s for s in self._slots if s.wants(change.codes, change.streams)]
        return self._frame(look, wanted, change)

    def whole(self, look: Look) -> dict[str, Any]:
        with self._one_at_a_time[look]:
            changes, at, frame = self._wholes.get(look, (-1, 0.0, {}))
            if changes == self._changes and time.monotonic() - at < WHOLE_S:
                return frame
            changes = self._changes  # before rendering: what changes meanwhile makes it old again
            frame = self._frame(look, list(self._slots), Change())
            self._wholes[look] = (changes, time.monotonic(), frame)
            return frame

    def bare(self, change: Change | None = None) -> dict[str, Any]:
        """A frame without parts; sent alone it tells a screen that silence is not a broken line."""
        change = change or Change()
        return {
            "props": {},
            "changed": {"codes": sorted(change.codes), "streams": sorted(change.streams)},
            "layers": dict(self._versions),
            "at": datetime.now(UTC).isoformat(),
        }

    def _frame(self, look: Look, slots: list[Slot], change: Change) -> dict[str, Any]:
        context, began = context_of(look), time.monotonic()
        props = {s.id: found for s in slots if (found := _rendered(s, context)) is not None}
        self.last_s = time.monotonic() - began
        return self.bare(change) | {"props": props}


def _rendered(slot: Slot, context: Context) -> dict[str, Any] | None:
    """One broken part must not silence the screens: it is logged and left as it is."""
    try:
        return slot.render(context)
    except DatabaseFault:
        raise
    except Exception as error:  # noqa: BLE001 - page code of any author runs here, in the one thread that feeds all screens
        log.get("live").error("part not rendered", slot=slot.id, exc_info=error)
        return None


def context_of(look: Look) -> Context:
    return app_context(lang=cast(Lang, look[0]), theme=look[1])


def dumps(frame: dict[str, Any]) -> bytes:
    """Dash components to JSON as Dash itself would write them."""
    return orjson.dumps(frame, default=_plain)


def _plain(value: Any) -> Any:
    if hasattr(value, "to_plotly_json"):
        return value.to_plotly_json()
    raise TypeError(f"{type(value).__name__} cannot be sent to a screen")
