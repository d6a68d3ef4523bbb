"""The explicit scan of the page folders: files that hold a PAGE are pages, SLOTS beside it are their live parts."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache
from types import ModuleType

import dashboards
from core.errors import RegistryError
from core.model import Page
from dashboards.live.slots import Slot

PARTS = "dashboards.parts"  # drawings that several pages share; no pages


@cache
def modules() -> tuple[ModuleType, ...]:
    """Every module of every folder of dashboards/, except `parts/`."""
    found = pkgutil.walk_packages(dashboards.__path__, "dashboards.")
    names = sorted(m.name for m in found if not m.ispkg and not m.name.startswith(f"{PARTS}."))
    return tuple(importlib.import_module(name) for name in names)


def pages() -> Iterator[Page]:
    taken: dict[str, str] = {}
    for module in modules():
        page = getattr(module, "PAGE", None)
        if page is None:
            continue
        if page.path in taken:
            raise RegistryError(f"{module.__name__}: PAGE.path = {page.path!r} is taken by {taken[page.path]}")
        taken[page.path] = module.__name__
        yield page


def slots() -> Iterator[Slot]:
    taken: dict[str, str] = {}
    for module in modules():
        for slot in getattr(module, "SLOTS", ()):
            if slot.id in taken:
                raise RegistryError(f"{module.__name__}: Slot.id = {slot.id!r} is taken by {taken[slot.id]}")
            taken[slot.id] = module.__name__
            yield slot
