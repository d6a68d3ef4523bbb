"""`make stop` and `make reset`, from any other terminal."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal

from deploy.local import paths
from deploy.local.process import signal_quietly
from deploy.local.wait import until


def stop() -> int:
    """Answers when nothing runs any more."""
    if _is_free():
        print("nothing runs")
        return 0
    signal_quietly(int((paths.RUN / "lock").read_text()), signal.SIGTERM)
    until(_is_free, "the end of `make run`", 15)
    print("stopped")
    return 0


def reset() -> int:
    """The data goes, what was set up stays."""
    stop()
    for folder in (paths.DATA, paths.RUN, paths.LOGS):
        shutil.rmtree(folder, ignore_errors=True)
    print("data and logs are gone; `make run` starts from nothing")
    return 0


def _is_free() -> bool:
    """Who runs holds the lock; the kernel takes it back however that ends."""
    try:
        lock = os.open(paths.RUN / "lock", os.O_RDWR)
    except FileNotFoundError:
        return True
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(lock)
    return True
