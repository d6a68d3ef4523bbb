"""`make help` says what each target is for; the locks hold hashes and no host."""

from __future__ import annotations

import re
import subprocess

import pytest

from deploy.local import paths

MAKEFILE = (paths.ROOT / "Makefile").read_text()


def test_every_target_has_its_line() -> None:
    phony = set(re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)[1].split())  # type: ignore[index]
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
    help_lines = subprocess.run(
        ["make", "--no-print-directory", "help"], cwd=paths.ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert phony == targets == {line.split()[0] for line in help_lines.splitlines()}


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "bench/rivals/requirements.txt"])
def test_a_lock_pins_by_hash_and_names_no_host(name: str) -> None:
    text = (paths.ROOT / name).read_text()
    pins = re.findall(r"^[a-z0-9._-]+==\S+ \\\n    --hash=sha256:", text, re.MULTILINE)
    assert len(pins) == len(re.findall(r"^[a-z0-9._-]+(?:\[.*\])?==", text, re.MULTILINE)) > 10
    assert not re.search(r"^--|://| @ ", text, re.MULTILINE)
