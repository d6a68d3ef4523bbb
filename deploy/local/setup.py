"""Set up the parts, side by side, one line each; safe to stop at any point and to start again."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

from deploy.local import paths
from deploy.local.db_root import DATABASE
from deploy.local.kafka_jars import KAFKA
from deploy.local.packages import BROWSER_PART, TOOLS_PART
from deploy.local.part import Part, SetupError, Work
from deploy.local.python_env import ENV, ENV_DEV

ALL = (TOOLS_PART, ENV, ENV_DEV, KAFKA, DATABASE, BROWSER_PART)  # each after what it needs
NAMES = tuple(part.name for part in ALL)


def setup(names: Sequence[str] = NAMES) -> None:
    """Raises SetupError with one sentence for each part that failed."""
    with _alone():
        todo = [part for part in ALL if part.name in names and not part.is_current()]
        if todo:
            print(f"setting up {', '.join(part.name for part in todo)}; safe to stop and start again", flush=True)
            _make_all(todo)


def line(name: str, state: str, since: float) -> None:
    print(f"  {name:<12} {state:<24} {time.monotonic() - since:6.1f} s", flush=True)


def _make_all(parts: list[Part]) -> None:
    made: dict[str, Future[None]] = {}
    with ThreadPoolExecutor(len(parts)) as pool:
        try:
            for part in parts:
                needs = [made[name] for name in part.needs if name in made]
                made[part.name] = pool.submit(_make, part, needs)
            failed = [error for future in made.values() if (error := future.exception())]
        except KeyboardInterrupt:
            Work.stop_all()
            raise
    _raise(failed)


def _make(part: Part, needs: list[Future[None]]) -> None:
    for need in needs:
        need.result()
    since = time.monotonic()
    part.ensure()
    line(part.name, "ready", since)


def _raise(failed: list[BaseException]) -> None:
    """A part that waited for a failed one fails by the same error: said once."""
    for error in failed:
        if not isinstance(error, SetupError):
            raise error
    if failed:
        raise SetupError("\n".join(dict.fromkeys(str(error) for error in failed)))


@contextmanager
def _alone() -> Iterator[None]:
    paths.LOCAL.mkdir(exist_ok=True)
    with (paths.LOCAL / "setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
