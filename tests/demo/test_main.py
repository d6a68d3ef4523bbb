"""`python -m demo` with DEMO=0: alive, silent, and gone when told."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from core.settings import ROOT

pytestmark = pytest.mark.unit


def started(demo: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "demo"], cwd=ROOT, env=os.environ | {"DEMO": demo}, stderr=subprocess.PIPE, text=True
    )


def test_nothing_to_do_is_done_until_told_to_stop() -> None:
    with started("0") as process:
        assert process.stderr
        assert "nothing more to send" in process.stderr.readline()
        assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0


def test_an_unknown_recording_is_one_sentence() -> None:
    with started("replay:nowhere") as process:
        assert process.wait(30) == 1
        assert process.stderr
        assert process.stderr.read().count("\n") == 1
