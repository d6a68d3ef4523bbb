"""A copy of what starts the product, with stand-ins for what it starts: the supervision itself is the subject."""

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

FOREVER = "import time\nwhile True:\n    time.sleep(1)\n"
FAILING = "raise SystemExit('a fault, at once and always')\n"
PAGE = """
import http.server, os
class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(503)
        self.end_headers()
http.server.ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Page).serve_forever()
"""
MODULES = {
    "core/migrate.py": "",
    "ingest.py": "import sys\nif sys.argv[1] == 'topics':\n    raise SystemExit\n" + FOREVER,
    "indicators.py": FOREVER,
    "demo.py": FAILING,
    "app.py": PAGE,
}


class Project:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.ports = {name: free_port() for name in ("PORT", "POSTGRES_PORT", "KAFKA_PORT")}
        self.output = root / "output.txt"
        self._process: subprocess.Popen[bytes] | None = None
        for folder in ("core", "deploy"):
            shutil.copytree(paths.ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
        for name, text in MODULES.items():
            (root / name).write_text(text)
        (root / ".local").mkdir()
        for part in ("venv", "db", "kafka"):
            (root / ".local" / part).symlink_to(paths.LOCAL / part)

    def start(self) -> Self:
        environment = os.environ | {name: str(port) for name, port in self.ports.items()} | {"LOG_LEVEL": "INFO"}
        with self.output.open("wb") as out:
            words = [str(paths.PYTHON), "-m", "deploy.local", "up"]
            self._process = subprocess.Popen(words, cwd=self.root, env=environment, stdout=out, stderr=out)
        until(lambda: "open http" in self.said() or self._process.poll() is not None, "the address line", 90)  # type: ignore[union-attr]
        assert "open http" in self.said(), self.said()
        return self

    def said(self) -> str:
        return self.output.read_text()

    def end(self, by: signal.Signals) -> float:
        """Signal the command itself; answers the seconds until nothing of it is left."""
        assert self._process is not None
        began = time.monotonic()
        self._process.send_signal(by)
        self._process.wait(15)
        until(self.is_gone, "the end of all processes", 15)
        return time.monotonic() - began

    def pid(self, words: str) -> int:
        """Of the one process with these words in its command line; 0 while there is none."""
        found = [pid for pid, line in self._commands().items() if words in line and "setpriv" not in line]
        return min(found, default=0)

    def seconds_until_back(self, words: str) -> float:
        """Kill it; answers the seconds until another one is in its place."""
        pid, began = self.pid(words), time.monotonic()
        assert pid, f"{words}: does not run"
        os.kill(pid, signal.SIGKILL)
        until(lambda: self.pid(words) not in (0, pid), f"{words} is back", 40)
        return time.monotonic() - began

    def page_answers(self) -> bool:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{self.ports['PORT']}/healthz", timeout=1).close()
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True

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
