"""status, lag, audit, gaps: look, change nothing."""

from __future__ import annotations

import typer

from core import city as packs
from core.store import Row, Store
from ingest.cli.common import Limit, StreamOption, all_streams, clock, settings, store, table
from ingest.client.reader import End, Reader
from ingest.operate import audit as accounts

_STATUS = ("stream", "part", "first_offset", "next_offset", "rows_n", "dead_n", "duplicates_n", "gaps_n", "lag_n")
_STATUS_HEAD = ("stream", "part", "first", "next", "rows", "dead", "dup", "gaps", "lag", "epoch", "owner", "identity")
_GAPS = ("stream", "part", "from_offset", "to_offset", "offsets_n", "reason", "noted_at")


def status() -> None:
    """The ledger as a table, and which streams stand still."""
    with store() as found:
        rows = [(*(r[n] for n in _STATUS), r["epoch"], r["owner"], _exact(r)) for r in found.read("ops_ledger")]
        typer.echo(table(_STATUS_HEAD, rows))
        for row in found.read("ops_pauses"):
            typer.echo(f"PAUSED {row['stream']} since {clock(row['paused_at'])} by {row['who']}: {row['sentence']}")


def _exact(row: Row) -> str:
    return "exact" if row["exact"] else "BROKEN"


def lag() -> None:
    """Records waiting in each partition, by the broker's end of this moment."""
    with store() as found, Reader(settings()) as reader:
        ends = reader.ends(list(all_streams()))
        at = {(r["stream"], r["topic_id"], r["part"]): r["next_offset"] for r in found.read("ops_lag")}
    rows = [_lag(end, at.get((end.stream, end.topic_id, end.part))) for end in ends]
    typer.echo(table(("stream", "part", "low", "next", "end", "lag"), rows))
    typer.echo(f"in all {sum(row[5] for row in rows)}")


def _lag(end: End, next_offset: int | None) -> tuple[str, int, int, int | None, int, int]:
    here = end.low if next_offset is None else next_offset
    return end.stream, end.part, end.low, next_offset, end.high, max(end.high - here, 0)


def audit() -> None:
    """Recount tables, rollups and broker against the ledger; exit 1 and name each difference."""
    given = settings()
    with Store(given.database_url, size=1) as found, Reader(given) as reader:
        differ, parts = accounts.counted(found, packs.load(given.city).zone)
        differ += accounts.against(parts, reader.ends(list(all_streams())))
    offsets_n = sum(row["next_offset"] - row["first_offset"] for row in parts)
    fine = f"audit: tables, broker and ledger agree on {offsets_n} offsets of {len(parts)} partitions"
    typer.echo("\n".join(differ) or fine)
    raise typer.Exit(1 if differ else 0)


def gaps(stream: StreamOption = None, limit: Limit = 100) -> None:
    """Offsets that hold no record any more, declared so that the identity stays exact."""
    with store() as found:
        rows = found.read("ops_gaps", stream=stream, limit=limit)
    typer.echo(table(_GAPS, [[clock(r[n]) if n == "noted_at" else r[n] for n in _GAPS] for r in rows]))
    typer.echo(f"{len(rows)} gaps shown, {sum(r['offsets_n'] for r in rows)} offsets")


COMMANDS = (status, lag, audit, gaps)
