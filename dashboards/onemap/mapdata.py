"""Layer answers for screens: one bounded query each, written once for all screens that ask for the same."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from hashlib import blake2b
from threading import Lock
from time import monotonic
from typing import Any

import layers
from core import clock
from core.city import City
from core.errors import RequestError
from core.model import Indicator, Layer
from core.registry import collect
from core.store import Row
from dashboards.context import Context
from layers import _deck
from layers._view import Shown, View

DEFAULT_INDICATOR = "hotline.accepted"
FRESH_S = 2.0  # an answer this young is given again
FRESH_SAME_VERSION_S = 60.0  # and this long while the version in the frame has not moved
KEPT = 128
# A period this young holds too little to compare areas: until then the one before is shown, under its own name.
UNSETTLED: dict[str, timedelta] = {"hour": timedelta(minutes=15), "day": timedelta(hours=6)}


@cache
def catalogue() -> dict[str, Layer]:
    return collect(layers, Layer, "LAYER", "id")


def find(name: str) -> Layer:
    found = catalogue().get(name)
    if found is None:
        raise RequestError(f"layer {name!r}: allowed are {', '.join(catalogue())}")
    return found


def choices(context: Context) -> list[Indicator]:
    """Indicators that can colour the areas: those computed for areas in short periods."""
    return [i for i in context.catalogue.values() if "area" in i.subjects and i.grains[0] in ("5min", "hour", "day")]


def view(context: Context) -> View:
    code = context.params.get("indicator") or DEFAULT_INDICATOR
    chosen = context.catalogue.get(code)
    shown = Shown(chosen.code, chosen.name, chosen.unit, chosen.decimals) if chosen else None
    return View(context.city, context.now(), context.lang, context.theme, context.params.get("area", ""), shown)


def rows(context: Context, layer: Layer, seen: View, id: str = "") -> list[Row]:
    return context.store.read(
        layer.read,
        now=seen.now,
        id=id,
        indicator=seen.shown.code if seen.shown else "",
        grain=context.first_grain(seen.shown.code) if seen.shown else "hour",
        areas=[a.code for a in seen.parts],
        settled=settled(context, seen),
        categories=urgent(context.city),
        grave=[code for code, kind in context.city.event_types.items() if kind.severity == "high"],
    )


def settled(context: Context, seen: View) -> datetime:
    """Start of the newest period that is old enough to be shown on the map."""
    grain = context.first_grain(seen.shown.code) if seen.shown else "hour"
    return clock.floor(seen.now - UNSETTLED.get(grain, timedelta()), grain, context.city.zone)


@cache
def urgent(city: City) -> list[str]:
    """Categories that are matters of hours: incidents, and alarms that have to be handled within a day."""
    return [c.code for c in city.file.categories if "incident" in c.tags or ("alarm" in c.tags and c.limit_h <= 24)]


@dataclass(slots=True)
class Answer:
    body: bytes
    etag: str
    asked: str  # the version the screen knew of
    made_at: float

    def fresh(self, asked: str) -> bool:
        age = monotonic() - self.made_at
        return age < FRESH_S or (asked != "" and asked == self.asked and age < FRESH_SAME_VERSION_S)


class Answers:
    """The newest answer for each (layer, language, theme, area, indicator); one thread makes it, the others wait."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, ...], Answer] = OrderedDict()
        self._locks: dict[tuple[str, ...], Lock] = {}
        self._guard = Lock()

    def get(self, context: Context, layer: Layer) -> Answer:
        seen = view(context)
        shown = seen.shown.code if seen.shown and layer.id == "districts" else ""
        area = seen.area if layer.id in ("districts", "hotline_hex") else ""
        key = (layer.id, context.lang, context.theme, area, shown)
        asked = context.params.get("v", "")
        with self._lock(key):
            kept = self._kept.get(key)
            if kept is None or not kept.fresh(asked):
                kept = _make(context, layer, seen, asked)
                self._keep(key, kept)
            return kept

    def _lock(self, key: tuple[str, ...]) -> Lock:
        with self._guard:
            return self._locks.setdefault(key, Lock())

    def _keep(self, key: tuple[str, ...], made: Answer) -> None:
        with self._guard:
            self._kept[key] = made
            self._kept.move_to_end(key)
            while len(self._kept) > KEPT:
                old, _ = self._kept.popitem(last=False)
                self._locks.pop(old, None)


def _make(context: Context, layer: Layer, seen: View, asked: str) -> Answer:
    body = _deck.write(layer, rows(context, layer, seen), seen)
    return Answer(body, blake2b(body, digest_size=8).hexdigest(), asked, monotonic())


def item(context: Context, layer: Layer, id: str) -> dict[str, Any] | None:
    """What a tooltip says of one thing; None when it is not there any more."""
    seen = view(context)
    found = rows(context, layer, seen, id)
    row = next((r for r in found if str(r["id"]) == id), None) if layer.id != "incidents" else _signal(found, id)
    if row is None:
        return None
    drawn = layer.draw([row], seen)[0].data
    named = drawn[0] if isinstance(drawn, list) and drawn else {"n": "", "w": "none"}
    return {
        "at": row.get("observed_at"),
        "name": named["n"],
        "word": named["w"],
        "lines": layer.tooltip(row, context.lang),
    }


def _signal(found: list[Row], id: str) -> Row | None:
    name, _, rest = id.partition("|")
    return next((r for r in found if r["layer"] == name and r["id"] == rest), None)
