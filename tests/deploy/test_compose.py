"""The other way in: containers. No engine is needed to see that the file is one, and that it starts all we start."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import yaml

from core.settings import Settings
from deploy.local import paths, programs

FILE = paths.ROOT / "deploy" / "compose.yaml"


def services() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(FILE.read_text())["services"]
    return found


def test_it_follows_the_compose_specification() -> None:
    words = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(FILE)]
    checked = subprocess.run(words, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


def test_it_runs_every_program_that_we_run() -> None:
    commands = [" ".join(service.get("command", [])) for service in services().values()]
    for program in programs.application(Settings()):
        words = " ".join(program.words).removesuffix(program.name).strip()
        assert any(f"python -m {words}" in command for command in commands), program


def test_only_the_page_is_published_and_only_here() -> None:
    published = {name: service["ports"] for name, service in services().items() if "ports" in service}
    assert published == {"app": ["127.0.0.1:${PORT:-8050}:8050"]}
