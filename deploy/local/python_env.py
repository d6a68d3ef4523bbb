"""The Python environment, exactly as locked, in two parts: what the product runs on, what its tests need."""

from __future__ import annotations

import sys
from pathlib import Path

from deploy.local import paths
from deploy.local.part import Part, Work, checksum

RUNTIME = paths.ROOT / "requirements.txt"
DEV = paths.ROOT / "requirements-dev.txt"


def _make_env(work: Work) -> None:
    # What was cut short is made anew: half a package looks whole to pip.
    clear = () if work.again else ("--clear",)
    work.run(sys.executable, "-m", "venv", *clear, paths.VENV)
    _install(work, RUNTIME)


def _install(work: Work, lock: Path) -> None:
    # Each module is compiled when it is first used: most never are.
    quick = ("--disable-pip-version-check", "--no-input", "--no-compile")
    work.run(paths.PYTHON, "-m", "pip", "install", *quick, "--no-deps", "--require-hashes", "-r", lock)


def _in_env(module: str) -> bool:
    return (paths.VENV / "lib" / "python3.11" / "site-packages" / module).is_dir()


ENV = Part(
    "python",
    lambda: checksum(RUNTIME, sys.version),
    lambda: paths.PYTHON.exists() and _in_env("psycopg"),
    _make_env,
    needs=("packages",),
)
ENV_DEV = Part(
    "python-dev",
    lambda: checksum(ENV.version(), DEV),
    lambda: _in_env("pytest"),
    lambda work: _install(work, DEV),
    needs=("python",),
)
