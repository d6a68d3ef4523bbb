"""Real recordings through the real broker, the real worker and the real database: what was published comes out again."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

import pytest

from core import clock
from core.settings import Settings
from core.store import Row, Store
from demo.messages import READING, TICKET
from demo.sets import aq_cnemc_4cities, hotline_311_baltimore, river_levels_japan
from deploy.local.kafka import Kafka
from tests.demo.whole_way import computed, exported, folder, ingested, sent, settings, worker

pytestmark = [pytest.mark.db, pytest.mark.broker]


class Way(NamedTuple):
    given: Settings
    store: Store


@pytest.fixture(scope="module")
def way(postgres_url: str, broker: Kafka, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Way]:
    """One city for all recordings: their sources differ, as those of one customer do."""
    folder("aq_cnemc_4cities")
    given = settings(postgres_url, broker.url)
    with worker(given, tmp_path_factory.mktemp("worker") / "worker.log"), Store(postgres_url, size=2) as store:
        yield Way(given, store)


def rows(way: Way, statement: str) -> list[Row]:
    with way.store.session() as session:
        return session.rows(statement)


def test_hourly_aqi_equals_the_published_one(way: Way) -> None:
    data = folder("aq_cnemc_4cities")
    sent(way.given, data.name)
    ledger = ingested(way.given, way.store, READING)
    assert (ledger["rows"], ledger["dead"], ledger["duplicates"]) == (33_672, 0, 0)
    computed(way.given, way.store)
    values = of_stations(exported(way.given, way.store, "environment.aqi_hour"))
    published = aq_cnemc_4cities.rows(data)
    with_aqi = [r for r in published if r["AQI"] not in ("", "NaN")]
    equal = [r for r in with_aqi if values[key(r)].aqi == float(r["AQI"])]
    named = [r for r in with_aqi if pollutants(r["PrimaryPollution"])]
    same = [r for r in named if values[key(r)].primary == pollutants(r["PrimaryPollution"])]
    print(f"\nAQI equal {len(equal)} of {len(with_aqi)}; primary pollutant equal {len(same)} of {len(named)}")
    assert (len(with_aqi), len(named)) == (4_863, 2_381)
    assert len(equal) == 4_863
    assert len(same) == 2_381


class Published(NamedTuple):
    aqi: float | None
    primary: frozenset[str]


def of_stations(text: str) -> dict[tuple[str, datetime], Published]:
    """The exported hours by station and end of the period."""
    found = {}
    for row in csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")):
        value = float(row["value"]) if row["value"] else None
        detail = frozenset(part for part in row["detail"].split(";") if part)
        found[row["subject"], datetime.fromisoformat(row["period_end"])] = Published(value, detail)
    return found


def key(row: Row) -> tuple[str, datetime]:
    return aq_cnemc_4cities.source_id(row), aq_cnemc_4cities.observed_at(row)


def pollutants(text: str) -> frozenset[str]:
    """`细颗粒物(PM2.5) 二氧化氮` and the like as the codes of the contract."""
    names = {"细颗粒物(PM2.5)": "PM2.5", "颗粒物(PM10)": "PM10", "二氧化硫": "SO2", "二氧化氮": "NO2", "一氧化碳": "CO"}
    ozone = dict.fromkeys(("臭氧", "臭氧1小时", "臭氧8小时"), "O3")
    codes = names | ozone | {code: code for code in ("PM2.5", "PM10", "SO2", "NO2", "CO", "O3", "O3_1h", "O3_8h")}
    return frozenset(
        codes[part][:2] if codes[part].startswith("O3") else codes[part] for part in text.split() if part in codes
    )


def test_river_flags_are_reproduced_in_every_row(way: Way) -> None:
    data = folder("river_levels_japan")
    before = ingested(way.given, way.store, READING)
    sent(way.given, data.name)
    after = ingested(way.given, way.store, READING)
    assert after["rows"] - before["rows"] == 34_791
    assert after["duplicates"] - before["duplicates"] == 2_977
    flags = {(r["source_id"], r["observed_at"]): (r["warning"], r["flood"]) for r in rows(way, FLAGS)}
    polls = list(river_levels_japan.rows(data))
    equal = [r for r in polls if flags[r["code"], datetime.fromisoformat(r["obsTime"])] == official(r)]
    print(f"\nflags equal in {len(equal)} of {len(polls)} rows; gauges {len({r['code'] for r in polls})}")
    assert len(equal) == len(polls) == 37_768


# The threshold in force when the reading was taken: `thresholds` holds the dated list where one was revised.
FLAGS = """
SELECT s.source_id, r.observed_at, r.value,
    coalesce(r.value >= (t.dated ->> 'warning_m')::float8, FALSE) AS warning,
    coalesce(r.value >= (t.dated ->> 'guarantee_m')::float8, FALSE) AS flood
FROM raw.reading AS r
INNER JOIN dim.source AS s USING (source_no)
CROSS JOIN LATERAL (
    SELECT coalesce((
        SELECT d FROM jsonb_array_elements(s.attributes -> 'thresholds') AS d
        ORDER BY (d ->> 'since')::timestamptz > r.observed_at + INTERVAL '1 day', (d ->> 'since')::timestamptz DESC LIMIT 1
    ), s.attributes) AS dated
) AS t
WHERE s.kind = 'river_gauge' AND s.source_id !~ '^zz-'
"""


def official(row: Row) -> tuple[bool, bool]:
    return row["isWarning"] == "True", row["isFlood"] == "True"


def test_speeds_arrive_in_kilometres_an_hour(way: Way) -> None:
    data = folder("traffic_los_loop")
    before = ingested(way.given, way.store, READING)
    sent(way.given, data.name)
    after = ingested(way.given, way.store, READING)
    assert after["rows"] - before["rows"] == 207 * 2016
    total = rows(way, "SELECT count(*) AS n, sum(value) AS kmh FROM raw.reading INNER JOIN dim.source AS s USING (source_no) "
                      "WHERE s.source_id LIKE 'los.%'")[0]  # fmt: skip
    with gzip.open(data / "los_speed.csv.gz", "rt") as file:
        miles = sum(float(speed) for line in list(csv.reader(file))[1:] for speed in line)
    assert total["n"] == 417_312
    assert total["kmh"] == pytest.approx(miles * 1.609344, rel=1e-9)


def test_hotline_requests_closed_on_time(way: Way) -> None:
    data = folder("hotline_311_baltimore")
    sent(way.given, data.name)
    ledger = ingested(way.given, way.store, TICKET)
    requests = list(hotline_311_baltimore.rows(data))
    assert (ledger["rows"], ledger["dead"]) == (39_792, 0)
    found = rows(way, "SELECT count(*) AS n, count(closed_at) AS closed, "
                      "count(*) FILTER (WHERE closed_at IS NOT NULL AND due_at IS NOT NULL) AS judged, "
                      "count(*) FILTER (WHERE closed_at <= due_at) AS on_time, "
                      "count(*) FILTER (WHERE lon IS NULL) AS nowhere FROM state.ticket")[0]  # fmt: skip
    print(f"\nclosed on time {found['on_time']} of {found['judged']}; {found['nowhere']} without a place")
    assert found["n"] == len(requests) == 10_000
    assert found["closed"] == sum(bool(r["CloseDate"]) for r in requests)
    assert (found["on_time"], found["judged"]) == (7_988, 9_555)


def test_the_published_hour_is_the_end_of_the_hour() -> None:
    """Pure: what the recording calls 18 h is the mean from 17 to 18 h."""
    row = {"Date": "20200326", "Hour": "18"}
    at = aq_cnemc_4cities.observed_at(row)
    assert at == clock.parse_time("2020-03-26T18:00:00+08:00", aq_cnemc_4cities.ZONE)


def test_a_rounded_geocode_is_no_place() -> None:
    assert hotline_311_baltimore.position({"Latitude": "39", "Longitude": "-77"}) == {}
    assert hotline_311_baltimore.position({"Latitude": "39.3", "Longitude": "-76.6"}) == {"lon": -76.6, "lat": 39.3}


def test_pollutants_are_split_on_blanks() -> None:
    assert pollutants("细颗粒物(PM2.5)\n  二氧化氮\n") == {"PM2.5", "NO2"}
