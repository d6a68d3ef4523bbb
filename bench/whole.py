"""The whole product as `make run` starts it, on ports of its own, in a copy of the folder: what is set up is shared, the data is not."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Self

from deploy.local import paths
from deploy.local.wait import free_port, port_is_free, until

PARTS = ("venv", "db", "kafka")
LEFT_OUT = shutil.ignore_patterns(".*", "__pycache__", "tests", "docs", "screenshots")


class Whole:
    def __init__(self, root: Path, **environment: str) -> None:
        self.root = root
        self.ports = {name: free_port() for name in ("PORT", "POSTGRES_PORT", "KAFKA_PORT")}
        self.environment = environment
        self.output = root / "output.txt"
        self._process: subprocess.Popen[bytes] | None = None
        self.fill()
        (root / ".local").mkdir()
        for part in PARTS:
            (root / ".local" / part).symlink_to(paths.LOCAL / part)

    def fill(self) -> None:
        shutil.copytree(paths.ROOT, self.root, ignore=LEFT_OUT, dirs_exist_ok=True)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.ports['PORT']}"

    @property
    def database_url(self) -> str:
        return f"postgresql://citybrain@127.0.0.1:{self.ports['POSTGRES_PORT']}/citybrain?sslmode=disable"

    def start(self) -> Self:
        ports = {name: str(port) for name, port in self.ports.items()}
        with self.output.open("wb") as out:
            words = [str(paths.PYTHON), "-m", "deploy.local", "up"]
            self._process = subprocess.Popen(
                words, cwd=self.root, env=os.environ | ports | self.environment, stdout=out, stderr=out
            )
        until(lambda: "open http" in self.said() or self._process.poll() is not None, "the address line", 120)  # type: ignore[union-attr]
        assert "open http" in self.said(), self.said()
        return self

    def said(self) -> str:
        return self.output.read_text()

    def log(self, program: str) -> str:
        file = self.root / ".local" / "log" / f"{program}.log"
        return file.read_text(errors="replace") if file.is_file() else ""

    def end(self, by: signal.Signals = signal.SIGINT) -> float:
        """Signal the command itself; answers the seconds until nothing of it is left."""
        assert self._process is not None
        began = time.monotonic()
        self._process.send_signal(by)
        self._process.wait(15)
        until(self.is_gone, "the end of all processes", 15)
        return time.monotonic() - began

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.end()

    def pid(self, words: str) -> int:
        """Of the one process with these words in its command line; 0 while there is none."""
        found = [pid for pid, line in self._commands().items() if words in line and "setpriv" not in line]
        return min(found, default=0)

    def killed(self, words: str) -> int:
        """Kill that process as a power cut would; answers which one it was."""
        pid = self.pid(words)
        assert pid, f"{words}: does not run"
        os.kill(pid, signal.SIGKILL)
        return pid

    def replaced(self, words: str, pid: int) -> bool:
        return self.pid(words) not in (0, pid)

    def status(self) -> int:
        """What /healthz answers; 0 when nothing does."""
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=2) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as refused:
            return refused.code
        except OSError:
            return 0

    def audit(self) -> str:
        """What `python -m ingest audit` says of it."""
        given = os.environ | self.environment | {"DATABASE_URL": self.database_url}
        bootstrap = {"KAFKA_BOOTSTRAP": f"127.0.0.1:{self.ports['KAFKA_PORT']}"}
        words = [str(paths.PYTHON), "-m", "ingest", "audit"]
        said = subprocess.run(words, cwd=self.root, env=given | bootstrap, capture_output=True, text=True, check=False)
        return (said.stdout + said.stderr).strip()

    def is_gone(self) -> bool:
        return not self._commands() and all(port_is_free(port) for port in self.ports.values())

    def _commands(self) -> dict[int, str]:
        """Command lines of all processes that are ours: those in our folder, and PostgreSQL by its port."""
        ours = (str(self.root), f"port={self.ports['POSTGRES_PORT']}")
        lines = ((int(p.parent.name), _line(p)) for p in Path("/proc").glob("[0-9]*/cmdline"))
        return {pid: line for pid, line in lines if any(word in line for word in ours)}


def _line(path: Path) -> str:
    try:
        return path.read_bytes().replace(b"\0", b" ").decode()
    except (FileNotFoundError, ProcessLookupError):
        return ""
