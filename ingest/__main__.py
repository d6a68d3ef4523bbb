"""`python -m ingest`: topics, worker, status, audit, contracts."""

from __future__ import annotations

import os
import sys
from typing import Annotated, Any

import typer

from core import city as packs
from core import log, registry
from core import settings as addresses
from core.errors import CityError, FencedError
from core.settings import Settings
from core.store import OperationalFault, Store
from ingest import streams as folder
from ingest.model import Stream

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="From Kafka to the database, exactly once in effect.",
)

FENCED = 5


def all_streams() -> dict[str, Stream]:
    return registry.collect(folder, Stream, "STREAM", key="topic")


def _settings() -> Settings:
    given = addresses.load()
    log.configure(given.log_level)
    return given


@app.command()
def topics() -> None:
    """Create the topics that are missing."""
    from ingest.source import create_topics

    given = _settings()
    wanted = {topic: packs.load(given.city).file.topics.get(topic, 4) for topic in all_streams()}
    created = create_topics(given, wanted)
    typer.echo(f"topics created: {', '.join(created) or 'none'}; there: {', '.join(sorted(wanted))}")


@app.command()
def worker(
    name: Annotated[str, typer.Option(help="Unique in the group; keeps its partitions over a restart.")],
) -> None:
    """One ingest worker of the consumer group."""
    from ingest.consumer import Worker

    Worker(_settings(), name, all_streams()).run()
    # All is committed and closed; taking the interpreter down object by object would cost seconds more.
    sys.stderr.flush()
    os._exit(0)


@app.command()
def status() -> None:
    """The ledger as a table."""
    from ingest.status import table

    with Store(_settings().database_url, size=1) as store:
        typer.echo(table(store))


@app.command()
def audit() -> None:
    """Recount the tables against the ledger; exit 1 and name each difference."""
    from ingest.audit import differences

    with Store(_settings().database_url, size=1) as store:
        found = differences(store)
    typer.echo("\n".join(found) or "audit: tables and ledger agree")
    raise typer.Exit(1 if found else 0)


@app.command()
def contracts(check: Annotated[bool, typer.Option(help="Only compare with what is written.")] = False) -> None:
    """Write docs/contracts/ from the structs of the streams."""
    from ingest.contracts import stale, write

    found: list[Any] = stale(all_streams()) if check else write(all_streams())
    typer.echo("\n".join(map(str, found)) or "docs/contracts: fresh")
    raise typer.Exit(1 if check and found else 0)


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
