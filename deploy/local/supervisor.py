"""The supervisor process, and what we ask of it over its socket."""

from __future__ import annotations

import signal
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from xmlrpc.client import Fault, ServerProxy

from supervisor.xmlrpc import SupervisorTransport

from core.settings import Settings
from deploy.local import paths, programs
from deploy.local.process import spawn, stop, with_parent
from deploy.local.wait import NotReady, until

STOP_S = 9.5  # the application's 3 s, then the services' 4 s, and the supervisor looks once a second
DOWN = ("FATAL", "STOPPED")


class Supervisor:
    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        # A socket's path is short by law (108 bytes), our folder's need not be.
        self._folder = tempfile.TemporaryDirectory(prefix="citybrain-")
        self._socket = Path(self._folder.name) / "socket"
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None:
            stop(self._process, self._process.pid, signal.SIGTERM, STOP_S)
        self._folder.cleanup()

    def start(self) -> None:
        """Start the services; also again, after it was killed (its children ended with it)."""
        config = paths.RUN / "supervisord.conf"
        programs.write(programs.supervisor_config(self.settings, self._socket), config)
        self._socket.unlink(missing_ok=True)
        command = with_parent(programs.python_words("supervisor.supervisord", "-c", str(config)))
        self._process = spawn(command, paths.LOGS / "supervisord.out")
        until(self._answers, "the supervisor", 20)

    def start_program(self, name: str) -> None:
        self._ask("startProcess", f"application:{name}", False)

    def start_application(self) -> None:
        """Those of it that do not run yet."""
        self._ask("startProcessGroup", "application", False)

    def ended(self, within_s: float) -> bool:
        assert self._process is not None
        try:
            self._process.wait(within_s)
        except subprocess.TimeoutExpired:
            return False
        return True

    def revive(self) -> None:
        """The supervisor gives up what failed too often in a row, and after its own end it waits to be asked; we do neither."""
        for info in self._ask("getAllProcessInfo"):
            if info["statename"] in DOWN:
                self._ask("startProcess", f"{info['group']}:{info['name']}", False)

    def _ask(self, method: str, *given: Any) -> Any:
        transport = SupervisorTransport(None, None, f"unix://{self._socket}")
        with ServerProxy("http://127.0.0.1", transport=transport) as server:
            try:
                return getattr(server.supervisor, method)(*given)
            except (OSError, Fault) as error:
                raise NotReady(f"the supervisor does not answer {method}: {error}") from error

    def _answers(self) -> bool:
        if self._process is None or self._process.poll() is not None:
            raise NotReady(f"the supervisor ended while starting; see {paths.LOGS / 'supervisord.out'}")
        try:
            self._ask("getState")
        except NotReady:
            return False
        return True
