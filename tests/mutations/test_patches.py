"""Each planted fault still fits the code as it is, and names tests that exist; whether they notice it, `make test-mutations` tells."""

import subprocess
from pathlib import Path

import pytest

from core.settings import ROOT
from tests.mutations.run import HERE, read

PATCHES = sorted(HERE.glob("*.patch"))


def test_there_are_faults_to_plant() -> None:
    assert len(PATCHES) >= 20


@pytest.mark.parametrize("patch", PATCHES, ids=lambda path: path.stem)
def test_the_fault_can_be_planted(patch: Path) -> None:
    tried = subprocess.run(
        ["git", "apply", "-C1", "--check", str(patch)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert tried.returncode == 0, tried.stderr
    files = [word.partition("::")[0] for word in read(patch).tests if word.startswith("tests/")]
    assert files
    assert all((ROOT / file).exists() for file in files)
