"""A TimescaleDB server of our own: `Postgres(folder, port)`, ready when `start()` returns."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path

import psycopg
from psycopg import sql

from deploy.local import sandbox
from deploy.local.process import stop
from deploy.local.service import Service
from deploy.local.wait import NotReady, until

NAME = "citybrain"
TUNING = {
    "shared_preload_libraries": "timescaledb",
    "timescaledb.telemetry_level": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "max_worker_processes": "32",
    "timescaledb.max_background_workers": "16",
    "max_locks_per_transaction": "256",  # a query over a year locks each of its chunks
    "shared_buffers": "512MB",
    "work_mem": "32MB",
    "maintenance_work_mem": "256MB",
    "effective_cache_size": "2GB",
    "max_wal_size": "512MB",
    "wal_compression": "lz4",
    "checkpoint_timeout": "2min",
    "jit": "off",
    "random_page_cost": "1.1",
    "log_min_duration_statement": "1s",
    "log_checkpoints": "off",
}
# Many small databases side by side instead of one large one.
FOR_TESTS = TUNING | {"shared_buffers": "128MB", "max_wal_size": "1GB", "log_min_duration_statement": "-1"}


class Postgres(Service):
    def __init__(self, data_dir: Path, port: int, tuning: Mapping[str, str] = TUNING, log: Path | None = None) -> None:
        self.data_dir = data_dir.resolve()
        self.port = port
        self.tuning = tuning
        self.log = log
        self._lock = -1

    @property
    def url(self) -> str:
        return self.url_of(NAME)

    def url_of(self, database: str, user: str = NAME) -> str:
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}?sslmode=disable"

    def start(self, timeout_s: float = 60) -> None:
        self._take_lock(timeout_s)
        self._init()
        self._process, self.pid = sandbox.serve(
            self.data_dir, "postgres", "-D", "pg", *self._options(), log=self.log, keep=(self._lock,)
        )
        until(self._answers, f"PostgreSQL on port {self.port}", timeout_s)
        self._ensure_database()

    def stop(self) -> None:
        """Fast shutdown: clean, in about 0.2 s."""
        if self._process is not None:
            stop(self._process, self.pid, signal.SIGINT)
            self._process = None
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1

    def _take_lock(self, timeout_s: float) -> None:
        """Every process of the server inherits the lock: who holds it knows that none of an earlier server lives."""
        if self._lock < 0:
            self.data_dir.mkdir(parents=True, exist_ok=True)
            self._lock = os.open(self.data_dir / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        until(self._lock_is_ours, f"{self.data_dir}: another server works here; lock", timeout_s)
        # Process ids are our own namespace's, so the number in a file left by a crash says nothing.
        (self.data_dir / "pg" / "postmaster.pid").unlink(missing_ok=True)

    def _lock_is_ours(self) -> bool:
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _init(self) -> None:
        """A cluster is made aside and then renamed: what is there is whole."""
        if (self.data_dir / "pg").is_dir():
            return
        subprocess.run(["rm", "-rf", str(self.data_dir / "new")], check=True)
        # The server's own collation: it compares bytes, where the system's is asked word by word.
        locale = ["-E", "UTF8", "--locale=C.UTF-8", "--locale-provider=builtin"]
        words = ["initdb", "-k", "-U", "postgres", "-A", "trust", *locale, "-D", "new"]
        sandbox.call(self.data_dir, *words)
        (self.data_dir / "new").rename(self.data_dir / "pg")

    def _options(self) -> list[str]:
        settings = {**self.tuning, "port": str(self.port)}
        return [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]

    def _answers(self) -> bool:
        if self.ended():
            raise NotReady(f"PostgreSQL on port {self.port} ended while starting; see {self.log or 'its log'}")
        try:
            psycopg.connect(self.url_of("postgres", "postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def _ensure_database(self) -> None:
        with psycopg.connect(self.url_of("postgres", "postgres"), autocommit=True) as connection:
            if not connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [NAME]).rowcount:
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(sql.Identifier(NAME)))
            if not connection.execute("SELECT FROM pg_database WHERE datname = %s", [NAME]).rowcount:
                connection.execute(sql.SQL("CREATE DATABASE {0} OWNER {0}").format(sql.Identifier(NAME)))
        self.add_extensions(NAME)

    def add_extensions(self, database: str) -> None:
        with psycopg.connect(self.url_of(database, "postgres"), autocommit=True) as connection:
            connection.execute("SET client_min_messages = error")
            for extension in ("timescaledb", "postgis"):
                connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))
