"""A child process that never outlives its parent."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

STOP_S = 3.0


def with_parent(command: Sequence[str]) -> list[str]:
    """The kernel kills it when the parent dies, however the parent dies."""
    return ["setpriv", "--pdeathsig", "KILL", "--", *command]


def spawn(command: Sequence[str], log: Path | None, keep: tuple[int, ...] = ()) -> subprocess.Popen[bytes]:
    """Start in a session of its own: a Ctrl-C at the terminal is for us alone, and we stop it in order.

    Without `log` it writes where we write. `keep` are descriptors that it inherits.
    """
    if log is None:
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True, pass_fds=keep)
    with log.open("ab") as out:
        return subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True, pass_fds=keep
        )


def stop(process: subprocess.Popen[bytes], pid: int, by: signal.Signals, timeout_s: float = STOP_S) -> None:
    """Ask `pid` to end, wait for `process`; past the time it is killed (all our services survive that)."""
    if process.poll() is None:
        signal_quietly(pid, by)
    try:
        process.wait(timeout_s)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def signal_quietly(pid: int, by: signal.Signals) -> None:
    with suppress(ProcessLookupError):  # it ended by itself in between
        os.kill(pid, by)


def interrupt_on_signals() -> None:
    """Whatever asks us to end does so like a Ctrl-C; a closed terminal and the end of our parent, too."""
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.default_int_handler)
