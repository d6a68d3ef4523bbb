"""Records through the real writer, so that /ops has something to say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from ingest import ledger as ledger_of
from ingest.__main__ import all_streams
from ingest.known import Known
from ingest.sink import Sink
from ingest.write import Writer
from tests.ingest.support import CALLER_KEY, GOOD, batch, line, locator, zhengzhou


def send(url: str, topic: str, *records: Any) -> None:
    values = [r if isinstance(r, bytes) else line(r) for r in records]
    with Sink(url) as sink:
        known = Known(zhengzhou(), locator(), ledger_of.Register(sink), CALLER_KEY)
        claim = ledger_of.claim(sink, topic, "topic-1", 0, 0, "worker-1")
        Writer(sink, known, "worker-1", idle=lambda seconds: None).write(
            all_streams()[topic], claim, batch(topic, values, claim.next_offset)
        )


def one_of_each(url: str) -> None:
    """A row, its double, a field nobody knows, and two records that are refused."""
    good = GOOD["iot.reading"] | {"observed_at": (datetime.now(UTC) - timedelta(seconds=2)).isoformat()}
    odd, wrong = good | {"event_id": "2", "mood": "fine"}, good | {"value": 1e9, "event_id": "3"}
    send(url, "iot.reading", good, good, odd, b"<script>", wrong)
