"""A part that can be set up: told from what version it is made, made again when that changes or it was cut short."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from deploy.local import paths
from deploy.local.process import with_parent


class SetupError(Exception):
    """A part cannot be made; the message says which, and what to do."""


@dataclass(frozen=True)
class Part:
    """`version` is a checksum of all it is made from; `present` a look at what was made."""

    name: str
    version: Callable[[], str]
    present: Callable[[], bool]
    make: Callable[[Work], None]
    needs: tuple[str, ...] = ()

    @property
    def stamp(self) -> Path:
        return paths.STAMPS / self.name

    def stamped(self) -> str:
        return self.stamp.read_text() if self.stamp.is_file() else ""

    def is_current(self) -> bool:
        return self.stamped() == self.version() and self.present()

    def ensure(self) -> bool:
        """Make it unless it is there; answers whether it had to. The stamp is written last, in one step."""
        if self.is_current():
            return False
        work = Work(self.name, again=bool(self.stamped()))
        self.stamp.unlink(missing_ok=True)
        self.make(work)
        if not self.present():
            raise SetupError(f"{self.name}: made, but not usable; see {work.log}")
        _write_whole(self.stamp, self.version())
        return True


class Work:
    """The commands of one part: what they say goes to its log, and they never outlive us."""

    running: ClassVar[set[subprocess.Popen[bytes]]] = set()
    stopped = False

    def __init__(self, name: str, again: bool) -> None:
        self.name = name
        self.again = again  # a whole earlier version is there, it was not cut short
        paths.LOGS.mkdir(parents=True, exist_ok=True)
        self.log = paths.LOGS / f"setup-{name}.log"
        self.log.write_bytes(b"")

    def run(self, *command: str | Path, stdin: str = "", env: dict[str, str] | None = None) -> None:
        words = with_parent([str(word) for word in command])
        with self.log.open("ab") as out:
            process = subprocess.Popen(
                words, stdin=subprocess.PIPE, stdout=out, stderr=out, env={**os.environ, **(env or {})}
            )
            self._wait(process, stdin.encode())
        if process.returncode or Work.stopped:
            raise SetupError(
                f"{self.name}: {Path(command[0]).name} failed: {_last_line(self.log)} (all of it: {self.log})"
            )

    @staticmethod
    def _wait(process: subprocess.Popen[bytes], stdin: bytes) -> None:
        Work.running.add(process)
        try:
            process.communicate(stdin)
        finally:
            Work.running.discard(process)

    @classmethod
    def stop_all(cls) -> None:
        """They clean up behind themselves on SIGINT, as at a terminal."""
        cls.stopped = True
        for process in list(cls.running):
            process.send_signal(signal.SIGINT)


def checksum(*of: str | Path) -> str:
    """Of words and of what files hold."""
    total = hashlib.sha256()
    for each in of:
        total.update(each.read_bytes() if isinstance(each, Path) else each.encode())
    return total.hexdigest()


def clear(folder: Path) -> Path:
    """An empty place to make something aside, before it is renamed to its name."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    return folder


def replace(folder: Path, new: Path) -> None:
    clear(folder)
    new.rename(folder)


def _write_whole(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(".new")
    aside.write_text(text)
    aside.replace(path)


def _last_line(log: Path) -> str:
    with suppress(IndexError):
        return log.read_text(errors="replace").strip().splitlines()[-1].strip()
    return "it said nothing"
