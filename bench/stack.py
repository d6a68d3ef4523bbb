"""Services of our own for a measurement: a database and a broker on free ports, and the product's processes on them."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from core.settings import ROOT, Settings
from deploy.local.kafka import Kafka
from deploy.local.postgres import Postgres
from deploy.local.wait import free_port, until


@dataclass(frozen=True, slots=True)
class Stack:
    settings: Settings
    folder: Path
    postgres_pid: int
    kafka_pid: int

    @property
    def environment(self) -> dict[str, str]:
        s = self.settings
        given = {"CITY": s.city, "DATABASE_URL": s.database_url, "KAFKA_BOOTSTRAP": s.kafka_bootstrap, "HOST": s.host}
        return os.environ | given | {"PORT": str(s.port), "DEMO": "0", "LOG_LEVEL": "WARNING"}

    @property
    def address(self) -> str:
        return f"http://{self.settings.host}:{self.settings.port}"

    def once(self, *words: str) -> None:
        """Run one command of the product to its end."""
        subprocess.run([sys.executable, *words], cwd=ROOT, env=self.environment, check=True, stdout=subprocess.DEVNULL)

    @contextmanager
    def running(self, *words: str) -> Iterator[subprocess.Popen[bytes]]:
        """A process of the product until the block ends; what it says is in the folder."""
        with (self.folder / f"{'-'.join(words[1:3])}.log").open("ab") as log:
            process = subprocess.Popen([sys.executable, *words], cwd=ROOT, env=self.environment, stdout=log, stderr=log)
        try:
            yield process
        finally:
            process.terminate()
            process.wait(20)

    @contextmanager
    def workers(self, n: int = 2) -> Iterator[list[int]]:
        """Answers their process ids."""
        with ExitStack() as stack:
            words = ("-m", "ingest", "worker", "--name")
            yield [stack.enter_context(self.running(*words, f"worker-{number}")).pid for number in range(1, n + 1)]

    @contextmanager
    def product(self) -> Iterator[None]:
        """Workers, refresh and compute, and the web app, until its pages answer."""
        with self.workers(), self.running("-m", "indicators"), self.running("-m", "app") as app:
            until(lambda: self.answers(app), f"the app at {self.address}", 60, 0.2)
            yield

    def answers(self, app: subprocess.Popen[bytes]) -> bool:
        if app.poll() is not None:
            raise RuntimeError(
                f"the app ended with {app.returncode}: {(self.folder / '-m-app.log').read_text()[-2000:]}"
            )
        try:
            with urllib.request.urlopen(f"{self.address}/cockpit", timeout=10) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False


@contextmanager
def stack(city: str = "zhengzhou") -> Iterator[Stack]:
    """Migrated, with topics; nothing of the product runs yet."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        postgres = Postgres(folder / "postgres", free_port(), log=folder / "postgres.log")
        kafka = Kafka(folder / "kafka", free_port(), log=folder / "kafka.log")
        with postgres, kafka:
            given = Settings(
                city=city, database_url=postgres.url, kafka_bootstrap=kafka.url, port=free_port(), demo="0"
            )
            found = Stack(given, folder, postgres.pid, kafka.pid)
            found.once("-m", "core.migrate")
            found.once("-m", "ingest", "topics")
            yield found
