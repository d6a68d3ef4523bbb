"""The last run of each figure, kept beside the benches (git-ignored): what `bench.report` writes its pages from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bench import machine

FOLDER = Path(__file__).parent / "results"


def keep(name: str, found: dict[str, Any]) -> None:
    FOLDER.mkdir(exist_ok=True)
    whole = {"machine": machine.facts(), "found": found}
    (FOLDER / f"{name}.json").write_text(json.dumps(whole, indent=2, ensure_ascii=False) + "\n", "utf-8")


def last(name: str) -> dict[str, Any] | None:
    """`machine` and `found`; None when it was never run here."""
    file = FOLDER / f"{name}.json"
    if not file.is_file():
        return None
    kept: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return kept
