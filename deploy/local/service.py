"""What every server of ours can do: start, stop, be killed, be waited for, last as long as a `with` block."""

from __future__ import annotations

import os
import signal
import subprocess
from abc import ABC, abstractmethod
from types import TracebackType
from typing import Self


class Service(ABC):
    """`pid` is that of the server itself, `_process` what we started: a sandbox may be around it."""

    pid = 0
    _process: subprocess.Popen[bytes] | None = None

    @abstractmethod
    def start(self) -> None:
        """Start, or start again after any kind of end; answers when it can be used."""

    @abstractmethod
    def stop(self) -> None:
        """A clean end."""

    def kill(self) -> None:
        """The way a power cut ends it; for tests of what follows."""
        os.kill(self.pid, signal.SIGKILL)
        self.wait()

    def wait(self) -> int:
        """Until the server ends by itself."""
        return self._process.wait() if self._process else 0

    def ended(self) -> bool:
        return self._process is None or self._process.poll() is not None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
