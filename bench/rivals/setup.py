"""The others' programs, pinned by hash like our own parts: a Python environment and a folder of jars."""

from __future__ import annotations

import sys
from pathlib import Path

from deploy.local import jars, paths
from deploy.local.part import Part, Work, checksum

HERE = Path(__file__).parent
FOLDER = paths.LOCAL / "bench"
PYTHON = FOLDER / "venv" / "bin" / "python"
JARS = FOLDER / "jars"
REQUIREMENTS, POM, SUMS = HERE / "requirements.txt", HERE / "pom.xml", HERE / "jars.sha256"


def _make_env(work: Work) -> None:
    work.run(sys.executable, "-m", "venv", "--clear", PYTHON.parents[1])
    work.run(PYTHON, "-m", "pip", "install", "--no-input", "--no-deps", "--require-hashes", "-r", REQUIREMENTS)


PARTS = (
    Part("rivals-python", lambda: checksum(REQUIREMENTS, sys.version), PYTHON.exists, _make_env),
    Part("rivals-jars", lambda: checksum(POM, SUMS), JARS.is_dir, lambda work: jars.fetch(work, POM, SUMS, JARS)),
)


def ensure() -> None:
    for part in PARTS:
        part.ensure()
