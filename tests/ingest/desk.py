"""A writer at a real database, as the tests use it."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg.rows import dict_row

from ingest import ledger
from ingest.__main__ import all_streams
from ingest.known import Known
from ingest.model import Batch, Claim
from ingest.sink import Sink
from ingest.write import Writer
from tests.ingest.support import CALLER_KEY, batch, line, locator, zhengzhou

STREAMS = all_streams()
TOPIC_ID = "topic-1"


class Desk:
    """A writer with one claimed partition of each stream."""

    def __init__(self, url: str, part: int) -> None:
        self.url = url
        self.part = part
        self.sink = Sink(url)
        self.known = Known(zhengzhou(), locator(), ledger.Register(self.sink), CALLER_KEY)
        self.writer = Writer(self.sink, self.known, "w1", idle=lambda seconds: None)
        self.claims: dict[str, Claim] = {}

    def claim(self, stream: str, owner: str = "w1") -> Claim:
        self.claims[stream] = ledger.claim(self.sink, stream, TOPIC_ID, self.part, 0, owner)
        return self.claims[stream]

    def send(self, stream: str, *records: Any) -> None:
        values = [r if r is None or isinstance(r, bytes) else line(r) for r in records]
        claim = self.claims.get(stream) or self.claim(stream)
        self.write(stream, batch(stream, values, claim.next_offset, self.part))

    def write(self, stream: str, records: Batch) -> None:
        self.claims[stream] = self.writer.write(STREAMS[stream], self.claims[stream], records)

    def rows(self, statement: str, *params: Any) -> list[dict[str, Any]]:
        with psycopg.connect(self.url, row_factory=dict_row) as connection:
            return connection.execute(statement, params).fetchall()  # type: ignore[arg-type]

    def counts(self, stream: str) -> tuple[int, ...]:
        """Rows, dead letters, duplicates and gaps of this partition."""
        statement = "SELECT rows_n, dead_n, duplicates_n, gaps_n FROM ing.stream_offset WHERE stream = %s AND part = %s"
        return tuple(self.rows(statement, stream, self.part)[0].values())

    def dead(self) -> list[str]:
        rows = self.rows("SELECT reason FROM ing.dead_letter WHERE part = %s ORDER BY record_offset", self.part)
        return [row["reason"] for row in rows]
