"""The explicit scan of the page folders: files that hold a PAGE are pages, SLOTS beside it are their live parts."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator
from functools import cache
from types import ModuleType
from urllib.parse import unquote

import dashboards
from core.errors import RegistryError
from core.model import Page
from dashboards.live.slots import EVERY_PAGE, Slot

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


def slots() -> Iterator[tuple[str, Slot]]:
    """Each slot with the path of its page; a slot beside no PAGE stands on every page."""
    taken: dict[str, str] = {}
    for module in modules():
        page = getattr(module, "PAGE", None)
        for slot in getattr(module, "SLOTS", ()):
            if slot.id in taken:
                raise RegistryError(f"{module.__name__}: Slot.id = {slot.id!r} is taken by {taken[slot.id]}")
            taken[slot.id] = module.__name__
            yield (page.path if page else EVERY_PAGE), slot


@cache
def ordered() -> tuple[Page, ...]:
    return tuple(sorted(pages(), key=lambda p: (p.order, p.path)))


def match(path: str) -> tuple[Page | None, dict[str, str]]:
    """The page at `path`, with the named part of its address."""
    for page in ordered():
        pattern = re.sub(r"<(\w+)>", r"(?P<\1>[^/]+)", page.path)
        if found := re.fullmatch(pattern, path.rstrip("/") or "/"):
            return page, {k: unquote(v) for k, v in found.groupdict().items()}
    return None, {}
