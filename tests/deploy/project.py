"""A copy of what starts the product, with stand-ins for what it starts: the supervision itself is the subject."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from bench.whole import Whole
from deploy.local import paths
from deploy.local.wait import until

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


class Project(Whole):
    def __init__(self, root: Path) -> None:
        super().__init__(root, LOG_LEVEL="INFO")

    def fill(self) -> None:
        for folder in ("core", "deploy"):
            shutil.copytree(paths.ROOT / folder, self.root / folder, ignore=shutil.ignore_patterns("__pycache__"))
        for name, text in MODULES.items():
            (self.root / name).write_text(text)

    def seconds_until_back(self, words: str) -> float:
        """Kill it; answers the seconds until another one is in its place."""
        began, pid = time.monotonic(), self.killed(words)
        until(lambda: self.replaced(words, pid), f"{words} is back", 40)
        return time.monotonic() - began
