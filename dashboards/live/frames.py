"""What a screen is sent: the live slots that changed, rendered once a look and written once for everyone.

A frame is `{"props": {component id: props}, "changed": {"codes", "streams"}, "layers": {id: version}, "at": …}`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any, NamedTuple, cast

import orjson

from core import log
from core.model import Lang
from core.store import DatabaseFault, OperationalFault
from dashboards import units
from dashboards.context import Context, app_context
from dashboards.live.notes import Change
from dashboards.live.slots import EVERY_PAGE, Slot
from dashboards.onemap.mapdata import catalogue as layers

Look = tuple[str, str]
Props = dict[str, Any]
Frame = dict[str, Any]
LOOKS: tuple[Look, ...] = tuple((lang, theme) for lang in ("zh", "en") for theme in ("dark", "light"))
WHOLE_S = 5.0  # elapsed times in a whole frame may be this old


class Screen(NamedTuple):
    """What one connection shows: a look, and the pages of the tabs that share it (None: any)."""

    look: Look
    pages: frozenset[str] | None = None

    def shows(self, page: str) -> bool:
        return page == EVERY_PAGE or self.pages is None or page in self.pages


class Frames:
    """Renders frames; a page's part of a whole frame is rendered once for all screens that come at the same time."""

    def __init__(
        self, slots: Iterable[tuple[str, Slot]] | None = None, gone: Callable[[], bool] = lambda: False
    ) -> None:
        self._slots = list(units.slots() if slots is None else slots)
        self._pages = sorted({page for page, _ in self._slots})
        self._gone = gone
        self._versions: dict[str, int] = {}
        self._parts: dict[tuple[Look, str], tuple[int, float, Props]] = {}
        self._one_at_a_time = {look: threading.Lock() for look in LOOKS}
        self._changes = 0
        self.last_s = 0.0

    def advance(self, change: Change) -> None:
        """From here on older whole frames are out of date."""
        self._changes += 1
        for layer in layers().values():
            if not change.streams.isdisjoint(layer.streams) or (not layer.streams and change.codes):
                self._versions[layer.id] = time.time_ns() // 1_000_000

    def changed(self, screens: Iterable[Screen], change: Change) -> dict[Screen, Frame]:
        """What changed for each of `screens`, which share a look: a slot is rendered once, and only if one shows it."""
        wanted = list(screens)
        slots = [
            (page, slot)
            for page, slot in self._slots
            if slot.wants(change.codes, change.streams) and any(screen.shows(page) for screen in wanted)
        ]
        props = self._rendered(wanted[0].look, [slot for _, slot in slots])
        shown = {screen: {slot.id for page, slot in slots if screen.shows(page)} for screen in wanted}
        bare = self.bare(change)
        return {screen: bare | {"props": {k: v for k, v in props.items() if k in shown[screen]}} for screen in wanted}

    def whole(self, screen: Screen) -> Frame:
        props: Props = {}
        with self._one_at_a_time[screen.look]:
            for page in self._pages:
                if screen.shows(page):
                    props |= self._part(screen.look, page)
        return self.bare() | {"props": props}

    def _part(self, look: Look, page: str) -> Props:
        changes, at, props = self._parts.get((look, page), (-1, 0.0, {}))
        if changes == self._changes and time.monotonic() - at < WHOLE_S:
            return props
        changes = self._changes  # before rendering: what changes meanwhile makes it old again
        props = self._rendered(look, [slot for of, slot in self._slots if of == page])
        self._parts[look, page] = (changes, time.monotonic(), props)
        return props

    def bare(self, change: Change | None = None) -> Frame:
        """A frame without parts; sent alone it tells a screen that silence is not a broken line."""
        change = change or Change()
        return {
            "props": {},
            "changed": {"codes": sorted(change.codes), "streams": sorted(change.streams)},
            "layers": dict(self._versions),
            "at": datetime.now(UTC).isoformat(),
        }

    def _rendered(self, look: Look, slots: list[Slot]) -> Props:
        """Raises when the database is lost on the way: boxes that say "could not be read" must not replace numbers."""
        context, began, props = context_of(look), time.monotonic(), {}
        for slot in slots:
            found = _one(slot, context)
            if self._gone():
                raise OperationalFault("the database went away while a frame was rendered")
            if found is not None:
                props[slot.id] = found
        self.last_s = time.monotonic() - began
        return props


def _one(slot: Slot, context: Context) -> Props | None:
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


def dumps(frame: Frame) -> bytes:
    """Dash components to JSON as Dash itself would write them."""
    return orjson.dumps(frame, default=_plain)


def _plain(value: Any) -> Any:
    if hasattr(value, "to_plotly_json"):
        return value.to_plotly_json()
    raise TypeError(f"{type(value).__name__} cannot be sent to a screen")
