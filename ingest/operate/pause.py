"""When a stream stops: too much of it is bad, or a person said so. It goes on when a person lets it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.errors import CityError
from core.pack import DeadLetters
from ingest.operate.work import news
from ingest.sink import Sink

# After a person let a stream go on, it is not stopped again at once for what is known to be bad.
GRACE = timedelta(hours=1)


class Poured(CityError):
    """So much of a stream is bad that it must not be poured into the dead letters; nothing of the batch was written."""

    def __init__(self, stream: str, sentence: str) -> None:
        self.stream = stream
        self.sentence = sentence
        super().__init__(f"{stream}: {sentence}")


@dataclass(slots=True)
class _Seen:
    records_n: float = 0
    dead_n: float = 0
    run_n: int = 0


class Guard:
    """Counts good and bad of each stream as they are decoded, before anything is written."""

    def __init__(self, limits: DeadLetters) -> None:
        self._limits = limits
        self._seen: dict[str, _Seen] = {}
        self.released_at: dict[str, datetime] = {}

    def judge(self, stream: str, records_n: int, dead: Sequence[int], now: datetime) -> None:
        """Raise Poured when this batch goes over a limit; `dead` are the places of bad records in it."""
        seen = self._seen.setdefault(stream, _Seen())
        run_n, seen.run_n = runs(seen.run_n, records_n, dead)
        _fade(seen, self._limits.least)
        seen.records_n += records_n
        seen.dead_n += len(dead)
        said = self._over(seen, run_n)
        released_at = self.released_at.get(stream)
        if said and (released_at is None or now >= released_at + GRACE):
            del self._seen[stream]
            raise Poured(stream, said)

    def _over(self, seen: _Seen, run_n: int) -> str | None:
        limits = self._limits
        if run_n >= limits.run:
            return f"{run_n} records in a row could not be read; the limit of the pack is {limits.run}"
        if seen.records_n >= limits.least and seen.dead_n > limits.share * seen.records_n:
            share = seen.dead_n / seen.records_n
            return f"{share:.0%} of the last {seen.records_n:.0f} records could not be read; the limit is {limits.share:.0%}"
        return None


def runs(before: int, records_n: int, dead: Sequence[int]) -> tuple[int, int]:
    """The longest run of bad records that this batch ends or holds, and the run at its end."""
    longest, run = 0, before
    expected = 0
    for place in sorted(dead):
        run = run + 1 if place == expected else 1
        expected = place + 1
        longest = max(longest, run)
    return longest, run if expected == records_n else 0


def _fade(seen: _Seen, least: int) -> None:
    """The past counts, but ever less: twice the window is halved."""
    if seen.records_n >= 2 * least:
        seen.records_n, seen.dead_n = seen.records_n / 2, seen.dead_n / 2


def pause(sink: Sink, stream: str, sentence: str, who: str) -> bool:
    """False when it stands still already."""
    with sink.transaction() as tx:
        tx.later("notify", payload=news(stream))
        return tx.run("pause_stream", stream=stream, sentence=sentence[:500], who=who) == 1


def release(sink: Sink, stream: str, who: str) -> bool:
    """False when it did not stand still."""
    with sink.transaction() as tx:
        tx.later("notify", payload=news(stream))
        return tx.run("release_stream", stream=stream, who=who) == 1


def read(sink: Sink) -> tuple[dict[str, str], dict[str, datetime]]:
    """Streams that stand still with the reason, and when the others were let go."""
    with sink.transaction() as tx:
        rows = tx.rows("read_pauses")
    held = {row["stream"]: row["sentence"] for row in rows if row["released_at"] is None}
    return held, {row["stream"]: row["released_at"] for row in rows if row["released_at"] is not None}
