"""`python -m ingest`: every command of the ingest (ingest/cli/)."""

from __future__ import annotations

import typer

from core import log
from core.errors import CityError, FencedError
from core.store import OperationalFault
from ingest.cli import control, dlq, serve, watch
from ingest.cli.common import all_streams

__all__ = ["all_streams", "app", "main"]

FENCED = 5
app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="From Kafka to the database, exactly once in effect.",
)
for command in (*serve.COMMANDS, *watch.COMMANDS, *control.COMMANDS):
    app.command()(command)
app.add_typer(dlq.app, name="dlq")


def main() -> None:
    try:
        app()
    except FencedError as fenced:
        log.get("worker").error("fenced", why=str(fenced))
        raise SystemExit(FENCED) from None
    except (CityError, OperationalFault) as error:
        raise SystemExit(str(error)) from None


if __name__ == "__main__":
    main()
