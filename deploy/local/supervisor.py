"""A supervisor process and what we ask of it over its socket. There are two: the end of one leaves the other half running."""

from __future__ import annotations

import signal
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from xmlrpc.client import Fault, ServerProxy

from supervisor.xmlrpc import SupervisorTransport

from deploy.local import paths
from deploy.local.process import spawn, stop, with_parent
from deploy.local.programs import Program, python_words, supervisor_config, write
from deploy.local.wait import NotReady, until

LOOK_S = 1.0  # how often the supervisor sees what has ended
DOWN = ("FATAL", "STOPPED")


class Supervisor:
    def __init__(self, name: str, programs: list[Program], stop_s: int, autostart: bool) -> None:
        self.name = name
        self.programs = programs
        self.stop_s = stop_s
        self.autostart = autostart
        # A socket's path is short by law (108 bytes), our folder's need not be.
        self._folder = tempfile.TemporaryDirectory(prefix="citybrain-")
        self._socket = Path(self._folder.name) / "socket"
        self._out = paths.LOGS / f"supervisord-{name}.out"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None:
            stop(self._process, self._process.pid, signal.SIGTERM, self.stop_s + LOOK_S)
        self._folder.cleanup()

    def start(self) -> None:
        """Also again, after it was killed (its children ended with it); nothing where all of them are given."""
        if not self.programs:
            return
        config = paths.RUN / f"supervisord-{self.name}.conf"
        write(supervisor_config(self.name, self.programs, self._socket, self.stop_s, self.autostart), config)
        self._socket.unlink(missing_ok=True)
        self._process = spawn(with_parent(python_words("supervisor.supervisord", "-c", str(config))), self._out)
        until(self._answers, f"the supervisor of {self.name}", 20)

    def start_program(self, name: str) -> None:
        self._ask("startProcess", f"{self.name}:{name}", False)

    def start_all(self) -> None:
        """Those that do not run yet."""
        self._ask("startProcessGroup", self.name, False)

    def keep_up(self, within_s: float) -> None:
        """It gives up what failed too often in a row, and after its own end it waits to be asked; we do neither."""
        if self._ended(within_s):
            self.start()
        for info in self._ask("getAllProcessInfo") if self.programs else ():
            if info["statename"] in DOWN:
                self._ask("startProcess", f"{info['group']}:{info['name']}", False)

    def _ended(self, within_s: float) -> bool:
        try:
            return self._process is not None and self._process.wait(within_s) is not None
        except subprocess.TimeoutExpired:
            return False

    def _ask(self, method: str, *given: Any) -> Any:
        transport = SupervisorTransport(None, None, f"unix://{self._socket}")
        with ServerProxy("http://127.0.0.1", transport=transport) as server:
            try:
                return getattr(server.supervisor, method)(*given)
            except (OSError, Fault) as error:
                raise NotReady(f"the supervisor does not answer {method}: {error}") from error

    def _answers(self) -> bool:
        if self._process is None or self._process.poll() is not None:
            raise NotReady(f"the supervisor ended while starting; see {self._out}")
        try:
            self._ask("getState")
        except NotReady:
            return False
        return True
