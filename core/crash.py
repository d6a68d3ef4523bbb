"""Crash points: named places where a rehearsal ends a process as a power cut would; off unless CRASH_POINT arms one.

`after_cas` ends it at the first pass, `after_cas:3` at the third; `after_cas:3:stop` only freezes it there (SIGSTOP).
"""

from __future__ import annotations

import os
import re
import signal
from typing import NamedTuple

POINTS = (
    "after_poll", "after_claim", "before_begin", "after_cas", "after_rows", "mid_bisect", "after_dead",
    "before_commit", "after_commit", "in_revoke", "in_close", "in_migrate",
)  # fmt: skip
_FORM = re.compile(r"(?P<name>[a-z_]+)(?::(?P<passes>[1-9]\d*))?(?P<stop>:stop)?")


class Crash(NamedTuple):
    name: str
    passes: int
    by: signal.Signals


def parse(text: str) -> Crash:
    found = _FORM.fullmatch(text)
    if found is None or found["name"] not in POINTS:
        raise ValueError(f"allowed: <point>, <point>:<pass>, <point>:<pass>:stop with a point of {', '.join(POINTS)}")
    by = signal.SIGSTOP if found["stop"] else signal.SIGKILL
    return Crash(found["name"], int(found["passes"] or 1), by)


_armed: dict[str, Crash] = {}


def arm(setting: str | None) -> None:
    """Once in each process, at its start."""
    _armed.clear()
    if setting is not None:
        crash = parse(setting)
        _armed[crash.name] = crash


def point(name: str) -> None:
    """Costs one look into an empty dict while nothing is armed."""
    if name in _armed:
        _pass(_armed.pop(name))


def _pass(crash: Crash) -> None:
    if crash.passes == 1:
        os.kill(os.getpid(), crash.by)
    else:
        _armed[crash.name] = crash._replace(passes=crash.passes - 1)
