"""Millions of broken records: `python -m tests.fuzz 5000000`. None ends a decoder, every one is a row or has a reason.

Seeded, so that a fault can be had again: the seed and the number of the record are in the message. `--database URL` sends
a share of the records through the real writer as well (a migrated database; `make fuzz` needs none).
"""

from __future__ import annotations

import gzip
import json
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from dashboards.ops.words import REASONS
from ingest.__main__ import all_streams
from ingest.known import Known, SourceRow
from ingest.ledger import kept, storable
from ingest.mask import short_text
from ingest.model import Batch, Decoded
from tests.ingest.support import CALLER_KEY, GOOD, NOW, MemoryRegister, batch, line, locator, zhengzhou

STREAMS = all_streams()
EXAMPLES = Path(__file__).parent / "ingest" / "streams"
SIZE = 500
FRESH = 100_000  # records after which the register of names begins anew
PHONE, PERSON = "13812345678", "410105199003072316"
LEAK = re.compile(rf"(?<!\d)(?<!\d\.)(?:{PHONE}|{PERSON})(?!\d)")
TEXTS = [
    "", " ", "\0", "\ud800", "站" * 70, "x" * 9000, PHONE, f"请回电 {PHONE}，证件 {PERSON}", "NaN", "null", "-", "<script>",
    "2026-11-22T15:00:00", "2026-11-22T15:00:00+25:00", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "2026-02-30T00:00:00Z",
]  # fmt: skip
ODD: list[Any] = [
    *TEXTS, None, True, False, 0, -1, 1e308, -1e308, 2**63, -(2**63), 10**39, float("nan"), float("inf"), [], {}, [[]], {"": {}},
    [None] * 50, {"a": [1, {"b": "c"}]}, 1.5, 180.0001, -90.1,
]  # fmt: skip
TOKENS = [
    b"null", b"{", b"}", b"[", b"]", b'"', b"\\", b"\\u0000", b"\\ud83d", b"1e400", b"-", b",", b":", b"\xff", b"\xef\xbb\xbf",
    b"\0", b"1" * 4400, b"[" * 200, b"//", b"NaN", b"Infinity", b"\xe4\xb8", b'"schema":1,', b'"value":1,', PHONE.encode(),
]  # fmt: skip
Mutator = Callable[[random.Random, bytes], bytes | None]


class Register(MemoryRegister):
    """As the database would: answers what was asked for, not everything it ever saw."""

    def sources(self, rows: list[dict[str, Any]]) -> Iterable[tuple[str, SourceRow]]:
        before = len(self._sources)
        super().sources(rows)
        return list(self._sources.items())[before:] if rows else list(self._sources.items())


def examples(topic: str) -> list[bytes]:
    """Valid records of a stream: the plain one and those of its test folder."""
    found = [line(GOOD[topic])]
    for path in sorted((EXAMPLES / topic).glob("good_*.json")):
        case = json.loads(path.read_text("utf-8"))
        found.append(line(case.get("record", case)) if isinstance(case, dict) else line(case))
    return found


def some_bytes(chance: random.Random, body: bytes) -> bytes:
    changed = bytearray(body)
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(changed) + 1)
        kind = chance.randrange(4)
        if kind == 0 and place < len(changed):
            changed[place] = chance.randrange(256)
        elif kind == 1:
            changed[place:place] = chance.choice(TOKENS)
        elif kind == 2:
            del changed[place : place + chance.randint(1, 12)]
        else:
            changed[place:place] = changed[max(place - 20, 0) : place]
    return bytes(changed)


def cut(chance: random.Random, body: bytes) -> bytes:
    return body[: chance.randrange(len(body))]


def joined(chance: random.Random, body: bytes) -> bytes:
    return body[: chance.randrange(len(body))] + body[chance.randrange(len(body)) :]


def field(chance: random.Random, body: bytes) -> bytes:
    """A value replaced, a field taken away or an unknown one added."""
    record = json.loads(body)
    name = chance.choice(list(record))
    kind = chance.randrange(4)
    if kind == 0:
        del record[name]
    else:
        record[name if kind < 3 else chance.choice(["mood", "x" * 90, "站", PHONE, "\0"])] = chance.choice(ODD)
    return json.dumps(record, ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass")


def twice(chance: random.Random, body: bytes) -> bytes:
    """One key stands twice."""
    record = json.loads(body)
    name = chance.choice(list(record))
    return body[:-1] + f", {json.dumps(name)}: {json.dumps(chance.choice([record[name], 1]))}}}".encode()


def deep(chance: random.Random, body: bytes) -> bytes:
    n = chance.choice([5, 15, 17, 500, 20_000])
    return body[:-1] + b', "nest": ' + b"[" * n + b"]" * n + b"}"


def strange(chance: random.Random, body: bytes) -> bytes | None:
    made = [
        None,
        b"",
        b"   ",
        body * 400,
        gzip.compress(body),
        b"\xef\xbb\xbf" + body,
        body.decode().encode("utf-16"),
        b"[1]",
        b"1",
    ]
    return chance.choice(made)


def whole(chance: random.Random, body: bytes) -> bytes:
    return body


MUTATORS: list[tuple[Mutator, int]] = [
    (some_bytes, 50), (field, 25), (cut, 6), (joined, 6), (twice, 4), (deep, 1), (strange, 2), (whole, 6),
]  # fmt: skip


def record(chance: random.Random, bodies: list[bytes]) -> bytes | None:
    kinds, weights = zip(*MUTATORS, strict=True)
    mutator: Mutator = chance.choices(kinds, weights)[0]
    return mutator(chance, chance.choice(bodies))


def judged(topic: str, given: Batch, found: Decoded, known: Known) -> None:
    """Each record once, each reason one that has words, nothing of a person in what is kept."""
    dead = {one.index: one for one in found.dead}
    rows = [e.index for e in found.rows] if isinstance(found.rows, list) else found.rows.index.tolist()
    assert sorted([*dead, *rows]) == list(range(len(given.values))), "not every record is a row or a dead letter, once"
    for index, one in dead.items():
        assert one.reason in REASONS, f"{one.reason} has no words on /ops"
        said = storable(short_text(one.sentence))
        assert 10 <= len(said) <= 1000, f"no sentence for a person: {said!r}"
        assert not LEAK.search(said), f"a number of a person in {said!r}"
        raw = kept(given.values[index] or b"", STREAMS[topic], known)
        assert not LEAK.search(raw.decode("utf-8", "replace")), f"a number of a person in {raw!r}"


class Fuzz:
    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.chance = random.Random(seed)
        self.counts: Counter[tuple[str, str]] = Counter()
        self._bodies = {topic: examples(topic) for topic in STREAMS}
        self._known = self._fresh()
        self._n = 0

    def _fresh(self) -> Known:
        return Known(zhengzhou(), locator(), Register(), CALLER_KEY, now=lambda: NOW)

    def step(self, size: int = SIZE) -> tuple[str, list[bytes | None]]:
        """One batch of one stream, decoded and judged; answers it."""
        if self._n // FRESH != (self._n + size) // FRESH:
            self._known = self._fresh()
        topic = self.chance.choice(list(STREAMS))
        values = [record(self.chance, self._bodies[topic]) for _ in range(size)]
        given = batch(topic, values)
        try:
            found = STREAMS[topic].decode(given, self._known)
            judged(topic, given, found, self._known)
        except Exception as error:
            error.add_note(f"seed {self.seed}, records {self._n} to {self._n + size} of {topic}")
            raise
        self.counts.update((topic, one.reason) for one in found.dead)
        self.counts[topic, "row"] += found.rows_n
        self._n += size
        return topic, values


def main(
    n: Annotated[int, typer.Argument(min=1)] = 100_000,
    seed: Annotated[int, typer.Option()] = 20261122,
    database: Annotated[
        str, typer.Option(help="A migrated database: one batch in fifty goes through the writer.")
    ] = "",
) -> None:
    fuzz, began, done = Fuzz(seed), time.monotonic(), 0
    desk = _desk(database) if database else None
    while done < n:
        topic, values = fuzz.step()
        if desk is not None and done // SIZE % 50 == 0:
            desk.send(topic, *values)
        done += SIZE
        if done % 500_000 == 0:
            typer.echo(f"{done} records, {done / (time.monotonic() - began):.0f}/s", err=True)
    took = time.monotonic() - began
    for (topic, reason), count in sorted(fuzz.counts.items()):
        typer.echo(f"{topic:15} {reason:18} {count:>9}")
    typer.echo(
        f"{done} records, seed {seed}: each a row or a dead letter with its reason; {took:.0f} s, {done / took:.0f}/s"
    )


def _desk(url: str) -> Any:
    from tests.ingest.desk import Desk

    return Desk(url, 900_001)


if __name__ == "__main__":
    typer.run(main)
