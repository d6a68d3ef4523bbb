"""`make run` once all is set up: bring everything up in order, say where the page is, keep it up until told to stop."""

from __future__ import annotations

import fcntl
import os
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg

from core.settings import Settings
from deploy.local import paths, programs
from deploy.local.kafka import serves
from deploy.local.process import with_parent
from deploy.local.setup import line
from deploy.local.supervisor import Supervisor
from deploy.local.wait import NotReady, until

READY_S = 120
PAUSE_S = 0.25


def up(settings: Settings) -> int:
    services = Supervisor("services", programs.services(settings), stop_s=4, autostart=True)
    application = Supervisor("application", programs.application(settings), stop_s=3, autostart=False)
    with alone(), services, application:
        try:
            _bring_up(settings, services, application)
            print(f"open {address(settings)}", flush=True)
            while True:
                _keep_up(services)
                _keep_up(application)
        except KeyboardInterrupt:
            print("\nstopping", flush=True)
    return 0


def address(settings: Settings) -> str:
    host = "127.0.0.1" if settings.host == "0.0.0.0" else settings.host
    return f"http://{host}:{settings.port}"


def _bring_up(settings: Settings, services: Supervisor, application: Supervisor) -> None:
    began = time.monotonic()
    services.start()
    application.start()
    _step("database", lambda: until(lambda: _database_is_ready(settings), "the database", READY_S), began)
    application.start_program("app")  # loads while the rest comes up
    _step("schema", lambda: _once("core.migrate"), time.monotonic())
    _step("broker", lambda: until(lambda: _broker_is_ready(settings), "the broker", READY_S), began)
    _step("topics", lambda: _once("ingest", "topics"), time.monotonic())
    application.start_all()
    _step("page", lambda: until(lambda: _page_answers(settings), "the page", READY_S, 0.2), began)
    print(f"  {', '.join(p.name for p in application.programs)}: started; logs in {paths.LOGS}", flush=True)


def _keep_up(supervisor: Supervisor) -> None:
    """The services are there or on their way, and the application waits for them by failing and coming again."""
    try:
        supervisor.keep_up(within_s=PAUSE_S)
    except NotReady as problem:
        print(problem, flush=True)


def _step(name: str, do: Callable[[], None], since: float) -> None:
    do()
    line(name, "ready", since)


def _once(*words: str) -> None:
    """A program that does its work and ends; what it says is in its log."""
    log = paths.LOGS / f"{words[-1]}.log"
    with log.open("wb") as out:
        command = with_parent(programs.python_words(*words))
        ended = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, cwd=paths.ROOT, check=False)
    if ended.returncode:
        said = log.read_text(errors="replace").strip().splitlines() or ["nothing"]
        raise NotReady(f"python -m {' '.join(words)} failed: {said[-1]} (all of it: {log})")


def _database_is_ready(settings: Settings) -> bool:
    """The local one gets its extensions last."""
    try:
        with psycopg.connect(settings.database_url, connect_timeout=5) as connection:
            return bool(connection.execute("SELECT FROM pg_extension WHERE extname = 'postgis'").rowcount)
    except psycopg.OperationalError:
        return False


def _broker_is_ready(settings: Settings) -> bool:
    if programs.is_local("kafka", settings):
        return serves("127.0.0.1", settings.kafka_port)
    return True  # it listened in the preflight; its security is for a client to know


def _page_answers(settings: Settings) -> bool:
    """Any status: a page that says what is missing is a page."""
    try:
        urllib.request.urlopen(f"{address(settings)}/healthz", timeout=5).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


@contextmanager
def alone() -> Iterator[None]:
    paths.RUN.mkdir(parents=True, exist_ok=True)
    paths.LOGS.mkdir(parents=True, exist_ok=True)
    with (paths.RUN / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NotReady("this folder runs already: open its page, or `make stop` first") from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield
