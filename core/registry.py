"""Units are found by an explicit folder scan: one constant of the asked type per file, named in capitals."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType
from typing import TypeVar

from core.errors import RegistryError

T = TypeVar("T")


def collect(package: ModuleType, kind: type[T], constant: str, key: str = "code") -> dict[str, T]:
    """Every module under `package` must hold `constant` of type `kind`; answers them by `key`, sorted."""
    found: dict[str, tuple[T, str]] = {}
    for name in _module_names(package):
        unit = _unit(name, kind, constant)
        unit_key = str(getattr(unit, key))
        if unit_key in found:
            raise RegistryError(f"{_path(name)}: {constant}.{key} = {unit_key!r} is taken by {found[unit_key][1]}")
        found[unit_key] = (unit, _path(name))
    return {k: found[k][0] for k in sorted(found)}


def _module_names(package: ModuleType) -> list[str]:
    walked = pkgutil.walk_packages(package.__path__, prefix=package.__name__ + ".")
    return sorted(m.name for m in walked if not m.ispkg and not m.name.rsplit(".", 1)[1].startswith("_"))


def _unit(name: str, kind: type[T], constant: str) -> T:
    unit = getattr(importlib.import_module(name), constant, None)
    if unit is None:
        raise RegistryError(f"{_path(name)}: no constant {constant}; each file of this folder holds one")
    if not isinstance(unit, kind):
        raise RegistryError(f"{_path(name)}: {constant} is a {type(unit).__name__}, allowed is {kind.__name__}")
    return unit


def _path(name: str) -> str:
    return name.replace(".", "/") + ".py"
