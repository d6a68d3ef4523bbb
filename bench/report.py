"""`python -m bench.report`: docs/performance.md, its pictures and the sizing table of docs/scale.md, from the last run of each figure.

What a figure means and how it is measured is the first text of its module, so that it stands in one place.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from inspect import cleandoc, getmodule
from pathlib import Path
from typing import Any

from bench import picture, results, sizing
from bench.__main__ import FIGURES
from core.settings import ROOT

DOCS = ROOT / "docs"
HEAD = """# Performance

Written by `python -m bench.report` from the last run of each figure on one machine; do not edit. What it is measured on stands with each figure.
Wall rates scatter by up to two on a machine that shares its processors, so runs are paired and the ratio is what to compare; processor time a row scatters by about 10 %.
`fdatasync` costs about 30 µs on such a machine (a write cache of the host): none of this is a statement about a disk.
"""
MACHINE = ("at", "cpus", "cpu", "memory", "load_before", "python")
CPU_PARTS = ("worker_us_row", "database_us_row", "broker_us_row")


def main() -> int:
    kept = {name: found for name in FIGURES if (found := results.last(name))}
    if not kept:
        print("no results yet: run python -m bench first", file=sys.stderr)
        return 1
    (DOCS / "performance.md").write_text(page(kept), "utf-8")
    for name, drawn in pictures(kept).items():
        (DOCS / "images" / name).write_text(drawn, "utf-8")
    sizing.write(DOCS / "scale.md", kept)
    print(f"docs/performance.md: {', '.join(kept)}; not run here: {', '.join(FIGURES.keys() - kept.keys()) or 'none'}")
    return 0


def page(kept: dict[str, Any]) -> str:
    shown = "\n".join(f"![{Path(name).stem}](images/{name})" for name in pictures(kept))
    limit = [f"## What the limit is\n{sizing.limit(kept)}"] if sizing.base(kept) else []
    return "\n".join([HEAD, shown, *limit, *(section(name, found) for name, found in kept.items())]) + "\n"


def section(name: str, kept: dict[str, Any]) -> str:
    first, _, rest = cleandoc(getmodule(FIGURES[name]).__doc__ or name).partition("\n")  # type: ignore[union-attr]
    machine = " · ".join(f"{key} {kept['machine'][key]}" for key in MACHINE if key in kept["machine"])
    lines = [f"| {words(path)} | {value} |" for path, value in leaves(kept["found"]) if path != ("took_s",)]
    table = "\n".join(["| what | figure |", "|---|---|", *lines])
    return f"\n## {name}\n{first}\n{rest.strip()}\n\n`python -m bench {name}` · {machine}\n\n{table}"


def leaves(found: dict[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every figure with the names that lead to it; a sample is one figure."""
    for name, value in found.items():
        if isinstance(value, dict) and not is_sample(value) and "edges" not in value:
            yield from leaves(value, (*path, name))
        elif not isinstance(value, dict) or is_sample(value):
            yield (*path, name), said(value)


def is_sample(value: dict[str, Any]) -> bool:
    return "n" in value and not isinstance(value["n"], list)


def said(value: Any) -> str:
    if isinstance(value, dict) and "median" in value:
        return f"**{number(value['median'])}** ({number(value['min'])} – {number(value['max'])}; n = {value['n']})"
    if isinstance(value, dict):
        return " · ".join(f"{name} {number(each)}" for name, each in value.items())
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    return number(value)


def number(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return f"{int(value):,}" if value == int(value) else f"{value:,}"


def words(path: tuple[str, ...]) -> str:
    return " / ".join(path).replace("_", " ")


def pictures(kept: dict[str, Any]) -> dict[str, str]:
    """By file name; only those there is something to draw for."""
    found: dict[str, str] = {}
    if rates := dict(medians(kept, "rows_s")):
        found["performance-rows.svg"] = picture.bars("rows a second, median", rates, "rows/s")
    if split := cpu_split(kept):
        found["performance-cpu.svg"] = picture.stacked(
            "microseconds of processor time a row", split, ("worker", "database", "broker")
        )
    for name, value in histograms(kept):
        title = f"{name.replace('_', ' ')}, milliseconds"
        found[f"performance-{name}.svg"] = picture.histogram(title, value["edges"], value["n"], "ms")
    return found


def medians(found: dict[str, Any], last: str, path: tuple[str, ...] = ()) -> Iterator[tuple[str, float]]:
    """Every sample whose name ends so, by the names that lead to it."""
    for name, value in found.items():
        here = path if name == "found" else (*path, name)
        if isinstance(value, dict) and "median" in value and name.endswith(last) and "over" not in name:
            yield words(here).removesuffix(words((last,))).strip(" /"), value["median"]
        elif isinstance(value, dict) and name != "machine":
            yield from medians(value, last, here)


def cpu_split(kept: dict[str, Any]) -> dict[str, list[float]]:
    by_part = [dict(medians(kept, part)) for part in CPU_PARTS]
    return {name: [part.get(name, 0.0) for part in by_part] for name in by_part[0] if name in by_part[1]}


def histograms(found: dict[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, value in found.items():
        if isinstance(value, dict) and "edges" in value:
            yield "_".join((*path, name)), value
        elif isinstance(value, dict):
            yield from histograms(value, path if name == "found" else (*path, name))


if __name__ == "__main__":
    sys.exit(main())
