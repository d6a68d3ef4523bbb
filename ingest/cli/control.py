"""pause, resume, rewind, retention: what changes how streams run."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from core import city as packs
from core.store import Store
from ingest.cli.common import StreamArgument, StreamOption, Who, all_streams, moment, owner, settings, tools
from ingest.operate import retention as keeping
from ingest.operate import rewind as spans
from ingest.operate import work
from ingest.operate.attend import carry_out
from ingest.operate.work import Action, Which

Why = Annotated[str, typer.Option(help="The reason in words; kept.")]


def pause(stream: StreamArgument, who: Who, why: Why) -> None:
    """Let a stream stand still: its records wait in the broker, the other streams go on."""
    _do("pause", stream, who, why)


def resume(stream: StreamArgument, who: Who, why: Why = "") -> None:
    """Let a stream go on where it stopped; for an hour its limits of bad records do not stop it again."""
    _do("resume", stream, who, why)


def _do(action: Action, stream: str, who: str, why: str) -> None:
    with tools() as found:
        carry_out(found, work.begin(found.sink, action, Which(stream=stream), who, why, owner()))
    typer.echo(f"{action}: {stream}")


def rewind(
    to: Annotated[Any, typer.Option(help="From what the broker got at this time.", parser=moment, metavar="TIME")],
    who: Who,
    stream: StreamOption = None,
    why: Why = "",
) -> None:
    """Read everything since TIME once more, beside the workers; safe, because rows are keyed."""
    with tools() as found:
        job = work.begin(found.sink, "rewind", Which(stream=stream, from_at=to), who, why, owner())
        for place, until in spans.spans(found, [stream] if stream else list(all_streams()), to):
            spans.rewind(found, job, place, until, typer.echo)
        done = work.end(found.sink, job)
    counts = f"{done['rows_n']} rows came back, {done['duplicates_n']} were there, {done['still_dead_n']} are no rows"
    typer.echo(f"work {done['work_no']}: {done['letters_n']} records read again: {counts}")


def retention() -> None:
    """Drop raw rows older than the pack keeps them; rollups stay. Run it once a day."""
    given = settings()
    city = packs.load(given.city)
    with Store(given.database_url, size=1) as store:
        dropped = keeping.run(store, city)
    for one in dropped:
        typer.echo(
            f"{one.table}: {one.chunks_n} chunks with {one.rows_n} rows before {one.until_at.isoformat()} dropped"
        )
    if not dropped:
        typer.echo("nothing to drop" if city.file.keep_days else "the pack keeps everything (city.yaml: keep_days)")


COMMANDS = (pause, resume, rewind, retention)
