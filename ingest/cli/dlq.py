"""dlq list, show, replay, discard: dead letters are work."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from core.errors import CityError
from core.spot import marked
from core.store import Row
from ingest.cli.common import (
    Limit,
    Reason,
    Since,
    Source,
    StreamArgument,
    StreamOption,
    Until,
    Who,
    clock,
    owner,
    store,
    table,
    tools,
)
from ingest.operate import work
from ingest.operate.attend import carry_out
from ingest.operate.work import Action, Which

app = typer.Typer(no_args_is_help=True, help="Dead letters: look, replay through today's decoder, or discard.")
Offset = Annotated[int | None, typer.Option(help="Only the letter of this offset (with --stream and --part).")]
Part = Annotated[int | None, typer.Option(help="Only this partition.")]
Status = Annotated[str, typer.Option(help="open, replayed, discarded or all.")]
Why = Annotated[str, typer.Option(help="The reason in words; kept.")]
_LIST = ("stream", "part", "record_offset", "reason", "source_id", "dead_at", "status", "sentence")


@app.command("list")
def list_(
    stream: StreamOption = None,
    reason: Reason = None,
    source: Source = None,
    since: Since = None,
    until: Until = None,
    status: Status = "open",
    limit: Limit = 50,
) -> None:
    """The newest letters, and how many there are of each reason."""
    asked = Which(stream, None, None, reason, source, since, until).params()
    with store() as found:
        rows = found.read("ops_letters", **asked, status=None if status == "all" else status, limit=limit)
        reasons = found.read("ops_reasons")
    typer.echo(table(_LIST, [[_cell(row, name) for name in _LIST] for row in rows]))
    for row in reasons:
        typer.echo(f"{row['stream']} {row['reason']}: {row['dead_n']} open, last {clock(row['last_at'])}")


def _cell(row: Row, name: str) -> Any:
    return clock(row[name]) if name == "dead_at" else row[name]


@app.command()
def show(
    stream: StreamArgument,
    part: Annotated[int, typer.Argument(help="The partition.")],
    offset: Annotated[int, typer.Argument(help="The offset.")],
) -> None:
    """One letter: why, from whom, when, and the record with its faulty spot between » and «."""
    with store() as found:
        rows = found.read("ops_letter", stream=stream, part=part, record_offset=offset)
    if not rows:
        raise CityError(f"{stream}/{part}: no dead letter at offset {offset}")
    typer.echo("\n".join(_shown(rows[0])))


def _shown(row: Row) -> list[str]:
    raw = bytes(row["raw"] or b"")
    cut = f"; only the first {len(raw)} are kept" if len(raw) < row["raw_length_bytes"] else ""
    lines = [
        f"{row['stream']}/{row['part']} offset {row['record_offset']} (topic {row['topic_id']})",
        f"{row['reason']}: {row['sentence']}",
        f"source {row['source_id'] or 'unknown'}, at the broker {clock(row['record_at'])}, refused {clock(row['dead_at'])}",
        f"{row['status']}, tried again {row['tried_n']} times",
        f"{row['raw_length_bytes']} bytes{cut}",
        marked(raw, row["sentence"]) if raw else "(no bytes)",
    ]
    if row["action"]:
        lines.insert(4, f"{row['action']} by {row['who']} {clock(row['done_at'])}: {row['why'] or 'no reason given'}")
    return lines


@app.command()
def replay(
    who: Who,
    stream: StreamOption = None,
    part: Part = None,
    offset: Offset = None,
    reason: Reason = None,
    source: Source = None,
    since: Since = None,
    until: Until = None,
    why: Why = "",
) -> None:
    """Read open letters once more by today's decoder; safe to repeat."""
    _do("replay", Which(stream, part, offset, reason, source, since, until), who, why)


@app.command()
def discard(
    who: Who,
    why: Annotated[str, typer.Option(help="The reason in words; kept.")],
    stream: StreamOption = None,
    part: Part = None,
    offset: Offset = None,
    reason: Reason = None,
    source: Source = None,
    since: Since = None,
    until: Until = None,
) -> None:
    """Close open letters without a row; they stay counted as dead, with who and why."""
    if not why.strip():
        raise typer.BadParameter("--why is empty; allowed is a reason in words")
    _do("discard", Which(stream, part, offset, reason, source, since, until), who, why)


def _do(action: Action, which: Which, who: str, why: str) -> None:
    if not any(value is not None for value in which.params().values()):
        raise typer.BadParameter("which letters? name --stream, --reason, --source, --from, --to, or one --offset")
    if which.record_offset is not None and (which.stream is None or which.part is None):
        raise typer.BadParameter("--offset needs --stream and --part")
    with tools() as found:
        job = work.begin(found.sink, action, which, who, why, owner())
        done = None
        while done is None:
            done = carry_out(found, job)
    typer.echo(_said(done))


def _said(done: Row) -> str:
    n = {name: done[f"{name}_n"] for name in ("letters", "rows", "duplicates", "still_dead", "unreadable")}
    if done["action"] == "discard":
        return f"work {done['work_no']}: {n['letters']} letters discarded"
    lost = f"; {n['unreadable']} were cut or masked here and are gone from the broker" if n["unreadable"] else ""
    counts = f"{n['rows']} rows, {n['duplicates']} duplicates, {n['still_dead']} still bad"
    return f"work {done['work_no']}: {n['letters']} letters tried: {counts}{lost}"
