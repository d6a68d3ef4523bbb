"""What the commands share: settings, options and tables for a terminal."""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from core import city as packs
from core import log, registry
from core import settings as addresses
from core.geo import Locator
from core.settings import Settings
from core.store import Store
from ingest import ledger
from ingest import streams as folder
from ingest.client.reader import Reader
from ingest.known import Known
from ingest.model import Stream
from ingest.operate.letters import Tools
from ingest.sink import Sink


def all_streams() -> dict[str, Stream]:
    return registry.collect(folder, Stream, "STREAM", key="topic")


def settings() -> Settings:
    given = addresses.load()
    log.configure(given.log_level)
    return given


@contextmanager
def store() -> Iterator[Store]:
    with Store(settings().database_url, size=1) as found:
        yield found


@contextmanager
def tools() -> Iterator[Tools]:
    """What replays and rewinds work with: a connection and a client of their own, beside those of the workers."""
    given = settings()
    city = packs.load(given.city)
    with ExitStack() as stack:
        sink = stack.enter_context(Sink(given.database_url))
        known = Known(city, Locator(city), ledger.Register(sink), given.caller_hash_key)
        yield Tools(sink, known, all_streams(), stack.enter_context(Reader(given)))


def owner() -> str:
    return f"command {os.getpid()}"


def moment(text: str) -> datetime:
    """RFC 3339 with an offset, or a plain local time of the city."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            f"{text!r} is no time; allowed is 2026-11-22T08:00 or 2026-11-22T08:00:00+08:00"
        ) from None
    return (at if at.tzinfo else at.replace(tzinfo=packs.load(addresses.load().city).zone)).astimezone(UTC)


def topic(text: str) -> str:
    if text not in all_streams():
        raise typer.BadParameter(f"{text!r} is no stream; allowed: {', '.join(all_streams())}")
    return text


def me() -> str:
    """The name of the account; a container may have none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid {os.getuid()}"


StreamOption = Annotated[Any, typer.Option(help="Only this stream.", parser=topic, metavar="TOPIC")]
StreamArgument = Annotated[Any, typer.Argument(help="The stream.", parser=topic, metavar="TOPIC")]
Reason = Annotated[str | None, typer.Option(help="Only letters of this reason.")]
Source = Annotated[str | None, typer.Option(help="Only letters of this source.")]
Since = Annotated[Any, typer.Option("--from", help="Only from this time on.", parser=moment, metavar="TIME")]
Until = Annotated[Any, typer.Option("--to", help="Only before this time.", parser=moment, metavar="TIME")]
Who = Annotated[str, typer.Option(help="Who asks; kept with what was done.", default_factory=me)]
Limit = Annotated[int, typer.Option(min=1, help="How many at most.")]


def table(head: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    lines = [tuple(head), *(tuple("–" if cell is None else str(cell) for cell in row) for row in rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(head))]
    return "\n".join("  ".join(cell.ljust(w) for cell, w in zip(line, widths, strict=True)).rstrip() for line in lines)


def clock(at: datetime | None) -> str:
    return "–" if at is None else at.isoformat(timespec="seconds")
