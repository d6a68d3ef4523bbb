"""Dead letters as work, on a real database: replayed, discarded, and the ledger exact all the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import msgspec
import psycopg
import pytest

from core.settings import Settings
from ingest.client.reader import Reader
from ingest.model import Stream
from ingest.operate import work
from ingest.operate.attend import carry_out
from ingest.operate.letters import Tools
from ingest.operate.work import Action, Which
from ingest.sink import Row
from ingest.streams.iot_reading import Reading
from tests.ingest.desk import STREAMS, TOPIC_ID, Desk
from tests.ingest.support import GOOD

pytestmark = pytest.mark.db


@pytest.fixture
def tools(desk: Desk) -> Iterator[Tools]:
    """The broker is never asked: these letters are whole in the table."""
    given = Settings.model_construct(database_url=desk.url, kafka_bootstrap="127.0.0.1:1")
    with Reader(given) as reader:
        yield Tools(desk.sink, desk.known, STREAMS, reader)


def reading(desk: Desk, n: int, **fields: Any) -> dict[str, Any]:
    own = {
        "event_id": f"{desk.part}-{n}",
        "source_id": f"dev.{desk.part}",
        "observed_at": datetime.now(UTC).isoformat(),
    }
    return GOOD["iot.reading"] | own | fields


def done(tools: Tools, action: Action, desk: Desk, why: str = "", **which: Any) -> Row:
    job = work.begin(tools.sink, action, Which(part=desk.part, **which), "tester", why, "test")
    row = None
    while row is None:
        row = carry_out(tools, job)
    return row


def letters(desk: Desk) -> list[Row]:
    statement = "SELECT reason, sentence, status, tried_n FROM ing.dead_letter WHERE part = %s ORDER BY record_offset"
    return desk.rows(statement, desk.part)


def wider(tools: Tools) -> Tools:
    """Today's decoder: the metric that was too high for yesterday's pack is allowed."""
    city = tools.known.city
    metric = city.metrics["pm25_ugm3"]
    known = tools.known
    known.city = msgspec_free(city, metric.model_copy(update={"max": 1e9}))
    known.reload()
    return tools


def msgspec_free(city: Any, metric: Any) -> Any:
    other = object.__new__(type(city))
    other.__dict__ = city.__dict__ | {"metrics": city.metrics | {metric.code: metric}}
    return other


def test_what_can_be_read_now_becomes_a_row_and_the_rest_stays(desk: Desk, tools: Tools) -> None:
    desk.send("iot.reading", reading(desk, 1), reading(desk, 2, value=1e7), b"{", reading(desk, 3, value=2e7))
    assert desk.counts("iot.reading") == (1, 3, 0, 0)
    found = done(wider(tools), "replay", desk)
    assert (found["letters_n"], found["rows_n"], found["still_dead_n"]) == (3, 2, 1)
    assert desk.counts("iot.reading") == (3, 1, 0, 0)
    assert [(r["status"], r["tried_n"]) for r in letters(desk)] == [("replayed", 1), ("open", 1), ("replayed", 1)]
    assert found["who"] == "tester"


def test_a_replay_repeated_changes_nothing(desk: Desk, tools: Tools) -> None:
    desk.send("iot.reading", reading(desk, 1, value=1e7))
    done(wider(tools), "replay", desk)
    again = done(tools, "replay", desk)
    assert again["letters_n"] == 0
    assert desk.counts("iot.reading") == (1, 0, 0, 0)


def test_a_letter_whose_row_came_another_way_is_a_duplicate(desk: Desk, tools: Tools) -> None:
    record = reading(desk, 1, value=1e7)
    desk.send("iot.reading", record)
    wider(tools)
    desk.send("iot.reading", record)
    assert desk.counts("iot.reading") == (1, 1, 0, 0)
    found = done(tools, "replay", desk)
    assert (found["rows_n"], found["duplicates_n"]) == (0, 1)
    assert desk.counts("iot.reading") == (1, 0, 1, 0)


def test_still_bad_keeps_todays_reason(desk: Desk, tools: Tools) -> None:
    desk.send("iot.reading", reading(desk, 1, value=1e7))
    strict = replace(STREAMS["iot.reading"], decode=refusing("new_rule"))
    done(tools._replace(streams=STREAMS | {"iot.reading": strict}), "replay", desk)
    assert [(r["reason"], r["status"]) for r in letters(desk)] == [("new_rule", "open")]
    assert desk.counts("iot.reading") == (0, 1, 0, 0)


def refusing(reason: str) -> Any:
    from ingest.curious import Curiosities
    from ingest.model import Batch, Dead, Decoded

    def decode(batch: Batch, known: Any) -> Decoded:
        return Decoded([], 0, [Dead(i, reason, "by today's rule") for i in range(len(batch.offsets))], Curiosities())

    return decode


def test_only_what_was_asked_for_is_replayed(desk: Desk, tools: Tools) -> None:
    desk.send("iot.reading", reading(desk, 1, value=1e7), reading(desk, 2, value=1e7), b"{")
    done(wider(tools), "replay", desk, record_offset=1)
    assert [r["status"] for r in letters(desk)] == ["open", "replayed", "open"]
    done(tools, "replay", desk, reason="not_json")
    assert [r["tried_n"] for r in letters(desk)] == [0, 1, 1]


def test_a_discarded_letter_stays_counted_and_says_why(desk: Desk, tools: Tools) -> None:
    desk.send("iot.reading", b"{", b"[")
    found = done(tools, "discard", desk, why="the gateway was being tested", record_offset=0)
    assert (found["letters_n"], found["why"]) == (1, "the gateway was being tested")
    assert [r["status"] for r in letters(desk)] == ["discarded", "open"]
    assert desk.counts("iot.reading") == (0, 2, 0, 0)
    assert done(tools, "replay", desk)["letters_n"] == 1


def test_a_discard_without_a_reason_is_refused_by_the_database(desk: Desk, tools: Tools) -> None:
    with pytest.raises(Exception, match="23514"):
        done(tools, "discard", desk)


def test_more_letters_than_one_batch(desk: Desk, tools: Tools) -> None:
    desk.send("iot.reading", *(reading(desk, n, value=1e7) for n in range(450)))
    assert done(wider(tools), "replay", desk)["rows_n"] == 450
    assert desk.counts("iot.reading") == (450, 0, 0, 0)


def test_a_replay_and_a_worker_do_not_disturb_each_other(desk: Desk, tools: Tools) -> None:
    """The worker's claim is as good after a replay as before."""
    desk.send("iot.reading", reading(desk, 1, value=1e7))
    done(wider(tools), "replay", desk)
    desk.send("iot.reading", reading(desk, 2))
    assert desk.counts("iot.reading") == (2, 0, 0, 0)


def test_a_letter_settled_meanwhile_is_left_alone(desk: Desk, tools: Tools) -> None:
    """Somebody discards between the reading of the letters and their lock: the replay starts over without it."""
    desk.send("iot.reading", reading(desk, 1, value=1e7), reading(desk, 2, value=1e7))
    plain = STREAMS["iot.reading"]

    def meanwhile(batch: Any, known: Any) -> Any:
        with psycopg.connect(desk.url, autocommit=True) as connection:
            connection.execute(
                "UPDATE ing.dead_letter SET status = 'discarded' WHERE part = %s AND record_offset = 0", [desk.part]
            )
        return plain.decode(batch, known)

    raced: Stream = replace(plain, decode=meanwhile)
    done(wider(tools)._replace(streams=STREAMS | {"iot.reading": raced}), "replay", desk)
    assert [r["status"] for r in letters(desk)] == ["discarded", "replayed"]
    assert desk.counts("iot.reading") == (1, 1, 0, 0)


def test_odd_things_are_counted_by_source(desk: Desk) -> None:
    late = datetime(2100, 1, 1, tzinfo=UTC).isoformat()
    desk.send("iot.reading", reading(desk, 1, observed_at=late), reading(desk, 2, unit="furlong"))
    rows = desk.rows("SELECT kind, n, example FROM ing.curiosity WHERE source_id = %s ORDER BY 1", f"dev.{desk.part}")
    assert [(r["kind"], r["n"]) for r in rows] == [("clock_skew", 1), ("wrong_unit", 1)]
    assert "furlong" in rows[1]["example"]
    assert msgspec.structs.fields(Reading)
    assert TOPIC_ID
