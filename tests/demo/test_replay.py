"""Which recording DEMO names, how fast it is sent, and what its rows become."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.errors import ConfigError
from core.settings import ROOT
from demo import replay, sets
from demo.messages import Message, event_id, reading, step
from demo.sets import aq_cnemc_4cities, aq_prsa_beijing, hotline_311_baltimore, river_levels_japan, traffic_los_loop
from tests.demo.decoded import valid

pytestmark = pytest.mark.unit
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_the_last_name_decides(tmp_path: Path) -> None:
    (tmp_path / "traffic_los_loop").mkdir()
    assert replay.chosen(tmp_path / "traffic_los_loop").code == "traffic_los_loop"


def test_a_relative_folder_starts_at_the_project() -> None:
    assert replay.folder_of("replay:../x/river_levels_japan") == ROOT / "../x/river_levels_japan"


def test_an_unknown_recording_is_named_with_those_that_are_known(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no known recording; allowed: aq_cnemc_4cities"):
        replay.chosen(tmp_path / "nothing")


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such folder"):
        replay.chosen(tmp_path / "river_levels_japan")


def at(seconds: float) -> Message:
    return Message(NOON + timedelta(seconds=seconds), "t", "k", b"")


def test_speed_divides_the_recorded_pauses() -> None:
    began = time.monotonic()
    assert len(list(replay.paced([at(0), at(30), at(60)], 300, threading.Event()))) == 3
    assert 0.19 < time.monotonic() - began < 30


def test_speed_zero_waits_for_nothing() -> None:
    began = time.monotonic()
    assert len(list(replay.paced([at(0), at(86400)], 0, threading.Event()))) == 2
    assert time.monotonic() - began < 30


def test_a_stop_ends_the_longest_pause() -> None:
    stop = threading.Event()

    def recorded() -> Iterator[Message]:
        yield at(0)
        threading.Timer(0.1, stop.set).start()  # while the next record, a day later, is waited for
        yield at(86400)

    assert len(list(replay.paced(recorded(), 1, stop))) == 1


def test_ids_repeat_and_differ() -> None:
    assert event_id("a", 1) == event_id("a", 1)
    assert event_id("a", 1) != event_id("a", 2)
    assert len(event_id("a")) <= 64


def test_messages_keep_the_contract() -> None:
    for made in (
        reading("s", NOON, "water_level", 1.5, "m"),
        step("t", NOON, "dispatched", department="water", due_at=NOON),
    ):
        assert valid(made.topic, made.body)
        assert made.key in made.body.decode()


def test_a_request_becomes_its_steps() -> None:
    row = {
        "SRRecordID": "r1", "SRType": "SW-Bulk Scheduled", "MethodReceived": "API", "CreatedDate": "07/04/2018 01:00:00 PM",
        "DueDate": "07/05/2018 01:00:00 PM", "CloseDate": "07/04/2018 02:00:00 PM", "SRStatus": "Closed (Duplicate)",
        "Agency": "Solid Waste", "Address": "", "Latitude": "39", "Longitude": "-77",
    }  # fmt: skip
    found = [json.loads(m.body) for m in hotline_311_baltimore.steps(row)]
    assert [f["step"] for f in found] == ["reported", "accepted", "dispatched", "closed"]
    assert found[0]["category"] == "sw_bulk_scheduled"
    assert "lon" not in found[0]
    assert found[2]["due_at"] == "2018-07-05T13:00:00-04:00"
    assert found[3]["reason"] == "duplicate"


def test_thresholds_that_were_revised_keep_their_dates() -> None:
    first = {"generatedAt": "2026-06-02T00:00:00Z", "startLevel": "1", "warnLevel": "", "fladLevel": "3"}
    second = first | {"generatedAt": "2026-06-26T00:00:00Z", "fladLevel": "4"}
    assert river_levels_japan.revisions([first, first]) == {}
    dated = river_levels_japan.revisions([first, second])["thresholds"]
    assert [d["guarantee_m"] for d in dated] == [3.0, 4.0]
    assert "warning_m" not in dated[0]


def test_hours_of_the_two_air_sets_end_where_they_say() -> None:
    assert aq_cnemc_4cities.observed_at({"Date": "20200326", "Hour": "8"}).isoformat() == "2020-03-26T08:00:00+08:00"
    assert aq_prsa_beijing.METRICS["CO"] == ("co_mgm3", "ug/m3")


def test_every_recording_is_found() -> None:
    assert list(sets.all_recordings()) == [
        "aq_cnemc_4cities", "aq_prsa_beijing", "hotline_311_baltimore", "river_levels_japan", "traffic_los_loop",
    ]  # fmt: skip
    assert traffic_los_loop.FIRST.utcoffset() == timedelta(hours=-8)
