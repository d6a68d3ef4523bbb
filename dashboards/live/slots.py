"""A live slot: a component whose props are rendered once on the server and set on every screen that shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dashboards.context import Context

EVERY_PAGE = ""  # where a slot of the frame around the pages stands


@dataclass(frozen=True, slots=True)
class Slot:
    """`render(context)` answers the props of component `id`; it runs when one of `indicators` or `streams` changed.

    `streams` are topics; `"*"` in either means any. `render` must not depend on anything but its context.
    """

    id: str
    render: Callable[[Context], dict[str, Any]]
    indicators: tuple[str, ...] = ()
    streams: tuple[str, ...] = ()

    def wants(self, codes: set[str], topics: set[str]) -> bool:
        return _meets(self.indicators, codes) or _meets(self.streams, topics)


def _meets(asked: tuple[str, ...], changed: set[str]) -> bool:
    return bool(changed) and ("*" in asked or not changed.isdisjoint(asked))
