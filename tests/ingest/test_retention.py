"""Old chunks leave, rollups stay, nothing leaves before it is folded, and the audit still adds up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.city import City
from core.store import Store
from indicators.refresh import Refresh
from ingest.operate import pack, retention
from ingest.operate.audit import differences
from tests.ingest.desk import Desk
from tests.ingest.support import GOOD, zhengzhou

pytestmark = pytest.mark.db
KEEP_DAYS = {"raw.reading": 5, "raw.video_event": 20}


def keeping(days: dict[str, int]) -> City:
    city = zhengzhou()
    other = object.__new__(City)
    other.__dict__ = city.__dict__ | {"file": city.file.model_copy(update={"keep_days": days})}
    return other


def ago(days: float) -> str:
    return (datetime.now(UTC) - timedelta(days=days)).isoformat()


def reading(desk: Desk, n: int, days: float) -> dict[str, Any]:
    own = {"event_id": f"{desk.part}-{n}", "source_id": f"dev.{desk.part}", "observed_at": ago(days)}
    return GOOD["iot.reading"] | own


def folded(store: Store) -> None:
    refresh = Refresh(store, zhengzhou())
    while refresh.tick(5).left:
        pass


def held(desk: Desk) -> int:
    statement = "SELECT count(*) AS n FROM raw.reading r JOIN dim.source s USING (source_no) WHERE s.source_id = %s"
    return int(desk.rows(statement, f"dev.{desk.part}")[0]["n"])


def test_chunks_leave_when_folded_and_the_counts_stay(desk: Desk) -> None:
    desk.send("iot.reading", *(reading(desk, n, 10) for n in range(3)), reading(desk, 9, 0.1))
    extra = reading(desk, 20, 10) | {"colour": "red"}
    desk.send("iot.reading", extra)
    with Store(desk.url, size=2) as store:
        assert retention.run(store, keeping(KEEP_DAYS)) == []  # marks wait: the chunk is held back
        assert held(desk) == 5
        folded(store)
        rolled = desk.rows("SELECT sum(n) AS n FROM roll.minute WHERE bucket_at < now() - INTERVAL '9 days'")
        [dropped] = retention.run(store, keeping(KEEP_DAYS))
        assert (dropped.table, dropped.rows_n) == ("raw.reading", 4)
        assert held(desk) == 1
        assert desk.rows("SELECT sum(n) AS n FROM roll.minute WHERE bucket_at < now() - INTERVAL '9 days'") == rolled
        assert desk.rows("SELECT 1 FROM raw.reading_extra WHERE observed_at < now() - INTERVAL '9 days'") == []
        assert retention.run(store, keeping(KEEP_DAYS)) == []
        assert differences(store, zhengzhou().zone) == []


def test_events_keep_their_partition_in_the_count(desk: Desk) -> None:
    own = {"event_id": f"{desk.part}-old", "observed_at": ago(60)}
    desk.send("video.event", GOOD["video.event"] | own)
    with Store(desk.url, size=2) as store:
        folded(store)
        assert [d.table for d in retention.run(store, keeping(KEEP_DAYS))] == ["raw.video_event"]
    assert desk.rows("SELECT part, rows_n FROM ing.dropped WHERE stream = 'video.event'") == [
        {"part": desk.part, "rows_n": 1}
    ]


def test_what_is_older_than_what_is_kept_is_too_late(desk: Desk) -> None:
    desk.known.city = keeping(KEEP_DAYS)
    desk.send("iot.reading", reading(desk, 1, 6), reading(desk, 2, 4))
    own = {"event_id": f"{desk.part}-1"}
    desk.send("video.event", GOOD["video.event"] | own | {"observed_at": ago(21)})
    assert desk.counts("iot.reading") == (1, 1, 0, 0)
    assert desk.counts("video.event") == (0, 1, 0, 0)
    assert desk.dead() == ["too_late", "too_late"]


def test_a_pack_that_says_nothing_keeps_everything(desk: Desk) -> None:
    desk.send("iot.reading", reading(desk, 1, 3000))
    with Store(desk.url, size=2) as store:
        assert retention.run(store, zhengzhou()) == []
    assert held(desk) == 1


def index_bytes(desk: Desk) -> int:
    statement = """
        SELECT sum(pg_relation_size(i.indexrelid))::bigint AS n FROM timescaledb_information.chunks AS c
        INNER JOIN pg_stat_all_indexes AS i ON i.schemaname = c.chunk_schema AND i.relname = c.chunk_name
        WHERE c.hypertable_schema = 'raw' AND c.hypertable_name = 'reading'
    """
    return int(desk.rows(statement)[0]["n"])


def frozen_until(desk: Desk) -> int:
    """The oldest transaction that a vacuum against wraparound would still look for in ended days."""
    statement = """
        SELECT min(k.relfrozenxid::text::bigint) AS n FROM timescaledb_information.chunks AS c
        INNER JOIN pg_class AS k ON k.oid = format('%%I.%%I', c.chunk_schema, c.chunk_name)::regclass
        WHERE c.hypertable_schema = 'raw' AND c.hypertable_name = 'reading' AND c.range_end < now()
    """
    return int(desk.rows(statement)[0]["n"])


def test_an_ended_day_has_its_index_packed_once_and_takes_late_rows_after_it(desk: Desk) -> None:
    desk.send("iot.reading", *(reading(desk, n, 4 - n % 997 / 5000) for n in range(3000)))
    before, sent = index_bytes(desk), int(desk.rows("SELECT txid_current() AS n")[0]["n"])
    assert frozen_until(desk) < sent
    assert pack.run(desk.url) >= 1
    assert index_bytes(desk) < before
    assert pack.run(desk.url) == 0
    assert frozen_until(desk) >= sent
    desk.send("iot.reading", reading(desk, 5000, 4), reading(desk, 1, 4))
    assert held(desk) == 3001 + 1
    assert desk.counts("iot.reading")[0] >= 3001
