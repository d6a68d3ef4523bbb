"""`python -m deploy.local <command>`; `setup` and the first half of `run` need the standard library only."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable

from deploy.local import paths
from deploy.local.environment import given
from deploy.local.kafka_jars import lock_kafka
from deploy.local.part import SetupError
from deploy.local.preflight import machine_problems
from deploy.local.process import interrupt_on_signals
from deploy.local.setup import NAMES, setup
from deploy.local.wait import NotReady


def main(words: list[str]) -> int:
    interrupt_on_signals()
    arguments = vars(_parser().parse_args(words))
    try:
        return COMMANDS[arguments.pop("command")](**arguments)
    except (SetupError, NotReady) as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nstopped; the next time goes on from here", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m deploy.local", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    parts = commands.add_parser("setup", help="make the parts that are missing or old")
    parts.add_argument("names", nargs="*", metavar="PART", help=f"all of {', '.join(NAMES)} unless named")
    commands.add_parser("run", help="set up and start all, until Ctrl-C")
    commands.add_parser("up", help="the second half of `run`, with the locked packages")
    commands.add_parser("stop", help="stop what `run` started, from another terminal")
    commands.add_parser("reset", help="stop, and remove the data")
    commands.add_parser("lock-kafka", help="note the checksums of what pom.xml names")
    for service in ("postgres", "kafka"):
        commands.add_parser(service, help="this one service, in the foreground").add_argument(
            "--port", type=int, required=True
        )
    dev = commands.add_parser("dev", help="a database and a broker until Ctrl-C, data under .local/dev/NAME")
    dev.add_argument("--name", required=True)
    dev.add_argument("--pg-port", type=int, required=True)
    dev.add_argument("--kafka-port", type=int, required=True)
    return parser


def _setup(names: list[str]) -> int:
    _refuse(list(machine_problems()))
    setup(names or NAMES)
    return 0


def _run() -> int:
    """Ends as another program: the same process, from here with the locked packages."""
    _refuse(list(machine_problems()))
    local = [name for name, url in (("database", "DATABASE_URL"), ("kafka", "KAFKA_BOOTSTRAP")) if not given(url)]
    setup(["packages", "python", *local])
    os.chdir(paths.ROOT)
    os.execv(paths.PYTHON, [str(paths.PYTHON), "-m", "deploy.local", "up"])


def _up() -> int:
    from core import settings
    from core.errors import ConfigError
    from deploy.local.addresses import address_problems
    from deploy.local.up import up

    try:
        known = settings.load()
    except ConfigError as error:
        _refuse(error.problems)
    _refuse(list(address_problems(known)))
    return up(known)


def _refuse(problems: list[str]) -> None:
    if problems:
        raise NotReady("\n".join(problems))


def _serve(service: str, port: int) -> int:
    from deploy.local import serve

    return {"postgres": serve.postgres, "kafka": serve.kafka}[service](port)


def _dev(name: str, pg_port: int, kafka_port: int) -> int:
    from deploy.local.dev import dev

    return dev(name, pg_port, kafka_port)


def _down(how: str) -> int:
    from deploy.local import down

    return {"stop": down.stop, "reset": down.reset}[how]()


COMMANDS: dict[str, Callable[..., int]] = {
    "setup": _setup,
    "run": _run,
    "up": _up,
    "stop": lambda: _down("stop"),
    "reset": lambda: _down("reset"),
    "lock-kafka": lock_kafka,
    "postgres": lambda port: _serve("postgres", port),
    "kafka": lambda port: _serve("kafka", port),
    "dev": _dev,
}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
