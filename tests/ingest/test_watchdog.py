"""A loop that stands still ends its process; one that beats, or has been closed, goes on."""

from __future__ import annotations

import subprocess
import sys

import pytest

from core.settings import ROOT
from ingest.watchdog import EXIT_CODE

pytestmark = pytest.mark.unit
START = "import threading, time; from ingest.watchdog import Watchdog; dog = Watchdog(1.0); dog.start(); "
STAND_STILL = "threading.Event().wait({})"


def run(code: str) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-c", START + code]
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)


def test_a_loop_that_stands_still_is_ended() -> None:
    ended = run(STAND_STILL.format(50))
    assert ended.returncode == EXIT_CODE
    assert "stands_still" in ended.stdout + ended.stderr


def test_a_loop_that_beats_goes_on() -> None:
    assert run("[dog.beat() or time.sleep(0.01) for _ in range(250)]").returncode == 0


def test_closing_may_take_its_time() -> None:
    assert run("dog.stop(); " + STAND_STILL.format(2.5)).returncode == 0
