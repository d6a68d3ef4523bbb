"""topics, worker, contracts."""

from __future__ import annotations

import os
import sys
from typing import Annotated, Any

import typer

from core import city as packs
from ingest.cli.common import all_streams, settings


def topics() -> None:
    """Create the topics that are missing."""
    from ingest.client.source import create_topics

    given = settings()
    wanted = {topic: packs.load(given.city).file.topics.get(topic, 4) for topic in all_streams()}
    created = create_topics(given, wanted)
    typer.echo(f"topics created: {', '.join(created) or 'none'}; there: {', '.join(sorted(wanted))}")


def worker(
    name: Annotated[str, typer.Option(help="Unique in the group; keeps its partitions over a restart.")],
) -> None:
    """One ingest worker of the consumer group."""
    from ingest.consumer import Worker

    Worker(settings(), name, all_streams()).run()
    # All is committed and closed; taking the interpreter down object by object would cost seconds more.
    sys.stderr.flush()
    os._exit(0)


def contracts(check: Annotated[bool, typer.Option(help="Only compare with what is written.")] = False) -> None:
    """Write docs/contracts/ from the structs of the streams."""
    from ingest.contracts import stale, write

    found: list[Any] = stale(all_streams()) if check else write(all_streams())
    typer.echo("\n".join(map(str, found)) or "docs/contracts: fresh")
    raise typer.Exit(1 if check and found else 0)


COMMANDS = (topics, worker, contracts)
