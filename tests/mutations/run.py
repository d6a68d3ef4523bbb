"""`make test-mutations`: plant one fault after the other in a copy of the code; the tests must notice each.

A patch is data: lines before the first `---` say what it breaks, and `tests: …` names what must fail, as pytest takes it.
"""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from core.settings import ROOT

HERE = Path(__file__).parent
ROOMS = ("config", "core", "demo", "deploy", "docs", "ingest", "indicators", "sql", "tests", "pyproject.toml")
LIMIT_S = 600
HEALTHY_LIMIT_S = 3600  # all tests that any mutation names, one after the other
PASSED, FAILED = 0, 1


@dataclass(frozen=True)
class Mutation:
    path: Path
    breaks: str
    tests: tuple[str, ...]


def read(path: Path) -> Mutation:
    head = path.read_text("utf-8").partition("\n--- ")[0].splitlines()
    tests = next(line.removeprefix("tests:") for line in head if line.startswith("tests:"))
    return Mutation(path, head[0], tuple(shlex.split(tests)))


@contextmanager
def copied() -> Iterator[Path]:
    """The code as it stands, changed or not; what was set up is shared with it."""
    with tempfile.TemporaryDirectory(prefix="mutation-") as folder:
        tree = Path(folder) / "tree"
        tree.mkdir()
        unwanted = shutil.ignore_patterns("__pycache__", "mutations")
        for room in ROOMS:
            place = ROOT / room
            shutil.copytree(place, tree / room, ignore=unwanted) if place.is_dir() else shutil.copy(place, tree)
        (tree / ".local").symlink_to(ROOT / ".local")
        yield tree


def tested(tree: Path, tests: tuple[str, ...], limit_s: float) -> int:
    """Exit code of pytest; a test that hangs over the fault has noticed it, too."""
    words = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
    log = tree / "pytest.log"
    with log.open("wb") as out:
        process = subprocess.Popen(words, cwd=tree, stdout=out, stderr=out, env=environment(), start_new_session=True)
        try:
            return process.wait(limit_s)
        except subprocess.TimeoutExpired:
            return FAILED
        finally:
            if process.poll() is None:  # its fixtures stop the services they started
                os.killpg(process.pid, signal.SIGINT)
                process.wait()


def environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}


def outcome(mutation: Mutation) -> str:
    with copied() as tree:
        patch = ["git", "apply", "-C1", str(mutation.path.resolve())]
        if subprocess.run(patch, cwd=tree, check=False).returncode:
            return "DOES NOT APPLY"
        code = tested(tree, mutation.tests, LIMIT_S)
        if code not in (PASSED, FAILED):
            return f"BROKEN (pytest ended with {code}): {last_line(tree)}"
        return "SURVIVED" if code == PASSED else f"caught by {last_line(tree)}"


def last_line(tree: Path) -> str:
    lines = (tree / "pytest.log").read_text("utf-8", "replace").splitlines()
    named = [line.removeprefix("FAILED ").partition(" - ")[0] for line in lines if line.startswith(("FAILED", "ERROR"))]
    return (named or lines or ["nothing said"])[-1]


def main(names: list[str]) -> int:
    found = [read(path) for path in sorted(HERE.glob("*.patch")) if not names or path.stem in names]
    with copied() as tree:
        wanted = tuple(dict.fromkeys(word for m in found for word in m.tests if word.startswith("tests/")))
        if tested(tree, (*wanted, "-m", "faults or not faults"), HEALTHY_LIMIT_S) != PASSED:
            print(f"the tests fail without any fault planted: {last_line(tree)}")
            return 1
    caught = 0
    for mutation in found:
        began = time.monotonic()
        said = outcome(mutation)
        caught += said.startswith("caught")
        print(f"{mutation.path.stem}: {mutation.breaks}\n    {said} ({time.monotonic() - began:.0f} s)", flush=True)
    print(f"caught {caught} of {len(found)}")
    return 0 if found and caught == len(found) else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
