"""Reading the files of a city pack. Every problem is kept as `file: path: problem`, none stops the reading.

`config/common/` holds what every city starts from. An entry of the city's own file wins over the common one of the
same code (targets: of the same indicator), so a pack states only what differs.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from core.pack import Area, CityFile, Metric, Part, Reported, Source, Target
from core.settings import ROOT

METRICS = ROOT / "config" / "metrics.csv"
COMMON = ROOT / "config" / "common"
LISTS = ("departments", "categories", "event_types")
Entry = tuple[str, dict[str, Any]]  # where it stands, and what it says


class Unreadable(Exception):
    """Collected `file: path: problem` lines of one file."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


def read_all(folder: Path, problems: list[str]) -> dict[str, Any]:
    """Every part of the pack by file name; a part that cannot be read is None and named in `problems`."""
    return {name: _read(folder, name, problems) for name in _READERS}


def _read(folder: Path, name: str, problems: list[str]) -> Any:
    try:
        return _READERS[name](folder)
    except OSError as error:
        problems.append(f"{_shown(Path(error.filename or folder / name))}: cannot be read: {error.strerror}")
    except Unreadable as error:
        problems.extend(error.problems)
    return None


def _shown(path: Path) -> str:
    """A file as it is named in messages: pack and file, or common and file."""
    base = path.parent.parent if path.parent.name == "catalogue" else path.parent
    return str(path.relative_to(base.parent)) if base.name else str(path)


def _checked(model: type[Part], entries: Iterable[Entry], key: str = "") -> list[Any]:
    found, problems, seen = [], [], Counter[str]()
    for where, entry in entries:
        try:
            found.append(model.model_validate(entry))
        except ValidationError as error:
            problems += [_problem(where, entry, dict(e)) for e in error.errors()]
        seen[str(entry.get(key))] += 1
        if key and seen[str(entry.get(key))] == 2:
            problems.append(f"{where}.{key}: {entry.get(key)!r} is there twice")
    if problems:
        raise Unreadable(problems)
    return found


def _problem(where: str, entry: dict[str, Any], error: dict[str, Any]) -> str:
    steps = list(error["loc"])
    if len(steps) > 1 and steps[0] in LISTS and isinstance(steps[1], int):
        item = entry[steps[0]][steps[1]]
        steps[1] = item.get("code", steps[1]) if isinstance(item, dict) else steps[1]
    path = ".".join(str(s) for s in steps)
    joint = "" if where.endswith(": ") or not path else "."
    return f"{where}{joint}{path}: {error['msg']} (found {str(error.get('input'))[:80]!r})"


def _csv(path: Path) -> Iterator[Entry]:
    with path.open(encoding="utf-8-sig", newline="") as file:  # a spreadsheet may have put a BOM there
        for line, row in enumerate(csv.DictReader(file), 2):
            yield f"{_shown(path)}: line {line}", {str(k): v for k, v in row.items() if v not in ("", None)}


def _sources(path: Path) -> Iterator[Entry]:
    for where, row in _csv(path):
        metrics = tuple(m for m in row.get("metrics", "").split(";") if m)
        try:
            attributes = json.loads(row.get("attributes", "{}"))
        except json.JSONDecodeError as error:
            attributes = f"not JSON: {error}"  # the model refuses it and names the line
        yield where, row | {"metrics": metrics, "attributes": attributes}


def _yaml(path: Path) -> Any:
    try:
        return yaml.safe_load(path.read_text("utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise Unreadable([f"{_shown(path)}: not YAML: {error}".replace("\n", " ")]) from None


def _entries(path: Path, key: str) -> Iterator[Entry]:
    rows = _yaml(path) or []
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise Unreadable([f"{_shown(path)}: allowed is a list of entries that each name `{key}`"])
    for index, row in enumerate(rows):
        yield f"{_shown(path)}: {row.get(key, index)}", row


def _over(common: Iterable[Entry], own: Iterable[Entry], key: str) -> list[Entry]:
    """The common entries that the city does not replace, then its own."""
    own = list(own)
    replaced = {entry.get(key) for _, entry in own}
    return [(where, entry) for where, entry in common if entry.get(key) not in replaced] + own


def _targets(folder: Path) -> list[Any]:
    common = _entries(COMMON / "targets.yaml", "indicator")
    return _checked(Target, _over(common, _entries(folder / "targets.yaml", "indicator"), "indicator"))


def _catalogue(folder: Path) -> list[Any]:
    def all_of(base: Path) -> Iterator[Entry]:
        for path in sorted((base / "catalogue").glob("*.yaml")):
            yield from _entries(path, "code")

    return _checked(Reported, _over(all_of(COMMON), all_of(folder), "code"), "code")


def _city_file(folder: Path) -> CityFile:
    path = folder / "city.yaml"
    common, own = _yaml(COMMON / "city.yaml"), _yaml(path)
    if not isinstance(own, dict):
        raise Unreadable([f"{_shown(path)}: allowed is a mapping with code, name, centre and so on"])
    merged = common | own
    for name in LISTS:
        merged[name] = _merged(common.get(name, []), own.get(name) or [])
    merged["params"] = common.get("params", {}) | (own.get("params") or {})
    found: CityFile = _checked(CityFile, [(f"{_shown(path)}: ", merged)])[0]
    return found


def _merged(common: list[Any], own: Any) -> Any:
    if not isinstance(own, list) or not all(isinstance(entry, dict) for entry in own):
        return own  # the model says what is wrong with it
    return [entry for _, entry in _over([("", c) for c in common], [("", o) for o in own], "code")]


_READERS: dict[str, Any] = {
    "city.yaml": _city_file,
    "areas.csv": lambda f: _checked(Area, _csv(f / "areas.csv"), "code"),
    "sources.csv": lambda f: _checked(Source, _sources(f / "sources.csv"), "source_id"),
    "metrics.csv": lambda _: _checked(Metric, _csv(METRICS), "code"),
    "targets.yaml": _targets,
    "catalogue": _catalogue,
}
