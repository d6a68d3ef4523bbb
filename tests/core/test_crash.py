"""Crash points: what may be armed, and that the passes are counted."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from core import crash, settings
from core.errors import ConfigError
from core.settings import ROOT

pytestmark = pytest.mark.unit


def ended(setting: str, code: str) -> int:
    script = f"from core import crash; crash.arm({setting!r}); {code}"
    return subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False).returncode


def test_the_process_ends_at_the_pass_that_was_named() -> None:
    assert ended("after_cas", "crash.point('after_rows')") == 0
    assert ended("after_cas", "crash.point('after_cas')") == -signal.SIGKILL
    assert ended("after_cas:3", "crash.point('after_cas'); crash.point('after_cas')") == 0
    assert ended("after_cas:3", "[crash.point('after_cas') for _ in range(3)]") == -signal.SIGKILL


@pytest.mark.parametrize("wrong", ["after_lunch", "after_cas:0", "after_cas:stop:3", "after_cas:-1"])
def test_a_point_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    monkeypatch.setenv("CRASH_POINT", wrong)
    with pytest.raises(ConfigError, match=rf"CRASH_POINT = '{wrong}'.*after_poll"):
        settings.load()


def test_production_refuses_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRASH_POINT", "after_cas:2")
    assert settings.load().crash_point == "after_cas:2"
    monkeypatch.setenv("CALLER_HASH_KEY", "a-key-of-the-city-itself")
    with pytest.raises(ConfigError, match=r"CRASH_POINT.*refused in production"):
        settings.load()


def test_every_point_is_passed_somewhere() -> None:
    code = "".join(p.read_text("utf-8") for room in ("core", "ingest") for p in (ROOT / room).rglob("*.py"))
    assert [name for name in crash.POINTS if f'crash.point("{name}")' not in code] == []
