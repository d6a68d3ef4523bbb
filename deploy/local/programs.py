"""What runs, as the supervisors are told: two groups, so that all of the application ends before the services do."""

from __future__ import annotations

import os
import pwd
import shlex
from configparser import RawConfigParser
from dataclasses import dataclass
from pathlib import Path

from core.settings import Settings
from deploy.local import paths
from deploy.local.environment import given
from deploy.local.process import with_parent


@dataclass(frozen=True)
class Program:
    name: str
    words: tuple[str, ...]  # after `python -m`


def services(settings: Settings) -> list[Program]:
    found = []
    if not given("DATABASE_URL"):
        found.append(Program("postgres", ("deploy.local", "postgres", "--port", str(settings.postgres_port))))
    if not given("KAFKA_BOOTSTRAP"):
        found.append(Program("kafka", ("deploy.local", "kafka", "--port", str(settings.kafka_port))))
    return found


def is_local(service: str, settings: Settings) -> bool:
    return any(program.name == service for program in services(settings))


def application(settings: Settings) -> list[Program]:
    workers = [f"worker-{number}" for number in range(1, settings.workers + 1)]
    found = [Program(name, ("ingest", "worker", "--name", name)) for name in workers]
    found.append(Program("indicators", ("indicators",)))
    if settings.demo != "0":
        found.append(Program("demo", ("demo",)))
    return [*found, Program("app", ("app",))]


def python_words(*words: str) -> list[str]:
    return [str(paths.PYTHON), "-m", *words]


def supervisor_config(
    group: str, programs: list[Program], socket: Path, stop_s: int, autostart: bool
) -> RawConfigParser:
    config = RawConfigParser()
    config["supervisord"] = {
        "nodaemon": "true",
        "logfile": str(paths.LOGS / f"supervisord-{group}.log"),
        "pidfile": str(paths.RUN / f"supervisord-{group}.pid"),
        "silent": "true",
        "user": pwd.getpwuid(os.getuid()).pw_name,
    }
    config["unix_http_server"] = {"file": str(socket), "chmod": "0600"}
    config["rpcinterface:supervisor"] = {
        "supervisor.rpcinterface_factory": "supervisor.rpcinterface:make_main_rpcinterface"
    }
    config[f"group:{group}"] = {"programs": ",".join(p.name for p in programs)}
    for program in programs:
        config[f"program:{program.name}"] = _section(program, stop_s, autostart)
    return config


def write(config: RawConfigParser, path: Path) -> None:
    """A per cent sign is the supervisor's own."""
    for section in config.values():
        for name, value in section.items():
            section[name] = value.replace("%", "%%")
    with path.open("w") as file:
        config.write(file)


def _section(program: Program, stop_s: int, autostart: bool) -> dict[str, str]:
    return {
        "command": shlex.join(with_parent(python_words(*program.words))),
        "directory": str(paths.ROOT),
        "autostart": str(autostart).lower(),
        "autorestart": "true",
        "startretries": "2",  # pauses of 1 and 2 s; then our own watch begins again, for ever
        "stopwaitsecs": str(stop_s),
        "killasgroup": "true",
        "redirect_stderr": "true",
        "stdout_logfile": str(paths.LOGS / f"{program.name}.log"),
        "stdout_logfile_maxbytes": "10MB",
        "stdout_logfile_backups": "2",
    }
