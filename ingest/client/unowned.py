"""Partitions that nobody reads: a member killed in the middle of a rebalance leaves them until there is another one.

Partitions change hands in two rounds. Who gave some away asks for the second round; killed before it could, it comes back
under its name, is taken for the one that left nothing open, and what it gave away belongs to nobody.
"""

from __future__ import annotations

from core import log
from ingest.client.source import Source
from ingest.sink import Sink

_log = log.get("source")


class Unowned:
    """Every owner signs for its partitions once a second; what is twice found unsigned is nobody's."""

    def __init__(self, sink: Sink, source: Source) -> None:
        self._sink = sink
        self._source = source
        self._missing: set[tuple[str, int]] = set()

    def look(self) -> None:
        missing = self._source.partitions() - self._signed()
        again, self._missing = missing & self._missing, missing
        if again:
            _log.warning("unowned", partitions=sorted(again))
            self._source.share_anew()
            self._missing = set()

    def _signed(self) -> set[tuple[str, int]]:
        with self._sink.transaction() as tx:
            return {(row["stream"], row["part"]) for row in tx.rows("read_signed", ids=self._source.topic_ids())}
