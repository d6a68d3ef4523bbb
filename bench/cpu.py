"""Processor time of processes and all below them, from /proc: on a busy machine sturdier than the clock."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

TICKS_S = os.sysconf("SC_CLK_TCK")


class Used(NamedTuple):
    parent: int
    own_s: float
    ended_children_s: float


def seconds(roots: Iterable[int]) -> float:
    """Used so far by `roots` and everything below, children that ended included."""
    known = {int(p.name): used for p in Path("/proc").iterdir() if p.name.isdigit() and (used := _of(p))}
    found, waiting = 0.0, [r for r in roots if r in known]
    while waiting:
        pid = waiting.pop()
        found += known[pid].own_s + known[pid].ended_children_s
        waiting += [child for child, used in known.items() if used.parent == pid]
    return found


def _of(process: Path) -> Used | None:
    """None when it ended in between."""
    try:
        fields = (process / "stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return None
    user, system, ended_user, ended_system = (int(fields[n]) / TICKS_S for n in (11, 12, 13, 14))
    return Used(int(fields[1]), user + system, ended_user + ended_system)
