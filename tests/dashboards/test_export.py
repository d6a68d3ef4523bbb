"""/export/indicators.csv: stored values in, the file of the contract out."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import city as packs
from core.errors import RequestError
from core.migrate import migrate, register
from core.store import Store
from dashboards.context import Context
from dashboards.export import ask, file
from indicators.catalogue import catalogue

CITY = packs.load("zhengzhou")
CODE = CITY.code
MIDNIGHT = datetime(2026, 11, 21, 16, tzinfo=UTC)  # 2026-11-22 00:00 in the city
COLUMNS = [
    "indicator",
    "name",
    "subject",
    "subject_name",
    "grain",
    "period_start",
    "period_end",
    "value",
    "unit",
    "numerator",
    "denominator",
    "status",
    "detail",
    "definition",
    "known_at",
    "data_until",
]
YEAR = datetime(2025, 12, 31, 16, tzinfo=UTC)  # 2026-01-01 00:00 in the city
INSERT = """
INSERT INTO val.value (indicator, subject_kind, subject, grain, period_start_at, period_end_at, value, numerator,
    denominator, status, reason, detail, definition, known_at, data_until_at)
VALUES (%(indicator)s, %(kind)s, %(subject)s, %(grain)s, %(start)s, %(end)s, %(value)s, %(n)s, %(d)s, %(status)s,
    %(reason)s, '', 'd@2016', %(known)s, %(known)s)
"""


def value(**changes: object) -> dict[str, object]:
    usual = {"indicator": "hotline.on_time", "kind": "area", "subject": CODE, "grain": "day", "start": MIDNIGHT,
             "end": MIDNIGHT + timedelta(days=1), "value": 100 * 2 / 3, "n": 2, "d": 3, "status": "good", "reason": "",
             "known": MIDNIGHT + timedelta(hours=9)}  # fmt: skip
    return usual | changes


@pytest.fixture(scope="module")
def context(postgres_url: str) -> Iterator[Context]:
    migrate(postgres_url)
    with Store(postgres_url, size=2) as store:
        register(store, CITY)
        with store.session() as session:
            for row in (
                value(),
                value(value=50.0, n=1, d=2, known=MIDNIGHT + timedelta(hours=8)),
                value(
                    start=MIDNIGHT - timedelta(days=1),
                    end=MIDNIGHT,
                    value=None,
                    n=0,
                    d=0,
                    status="none",
                    reason="本期无到期工单",
                ),
                value(
                    indicator="hotline.accepted",
                    grain="hour",
                    end=MIDNIGHT + timedelta(hours=1),
                    value=42.0,
                    n=42,
                    d=None,
                ),
                *(
                    value(
                        indicator="economy.gdp_growth",
                        grain="quarter",
                        start=YEAR,
                        end=YEAR + timedelta(days=d),
                        value=float(d),
                    )
                    for d in (90, 181)
                ),
                value(kind="department", subject=next(iter(CITY.departments))),
            ):
                session.run(INSERT, row)
        yield Context(CITY, store, catalogue(CITY))


def fetch(context: Context, **query: str) -> list[dict[str, str]]:
    text = "".join(file.lines(context, ask.read(context, query)))
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


pytestmark = pytest.mark.db


def test_the_bytes_are_those_of_the_contract(context: Context) -> None:
    text = "".join(file.lines(context, ask.read(context, {"indicator": "hotline.on_time", "area": CODE})))
    assert text.encode().startswith(b"\xef\xbb\xbf" + ",".join(COLUMNS).encode() + b"\r\n")
    assert text.count("\r\n") == text.count("\n") == 3


def test_a_row_carries_the_number_in_full_and_what_it_stands_on(context: Context) -> None:
    row = fetch(context, indicator="hotline.on_time", area=CODE)[1]
    assert (row["name"], row["subject_name"], row["value"]) == ("按时办结率", "郑州市", repr(100 * 2 / 3))
    assert (row["numerator"], row["denominator"], row["unit"]) == ("2", "3", "%")
    assert (row["period_start"], row["period_end"]) == ("2026-11-22T00:00:00+08:00", "2026-11-23T00:00:00+08:00")


def test_no_value_is_an_empty_cell_with_the_reason(context: Context) -> None:
    row = fetch(context, indicator="hotline.on_time", area=CODE)[0]
    assert (row["value"], row["status"], row["detail"]) == ("", "none", "本期无到期工单")


def test_as_of_answers_what_was_known_then(context: Context) -> None:
    then = fetch(context, indicator="hotline.on_time", area=CODE, as_of="2026-11-22T08:30:00")
    assert [r["value"] for r in then] == ["50"]


def test_times_for_spreadsheets(context: Context) -> None:
    row = fetch(context, indicator="hotline.accepted", area=CODE, grain="hour", times="local")[0]
    assert row["period_start"] == "2026-11-22 00:00:00"


def test_the_order_is_indicator_subject_period(context: Context) -> None:
    rows = fetch(context, indicator="hotline.on_time,hotline.accepted")
    assert [r["indicator"] for r in rows] == sorted(r["indicator"] for r in rows)
    keys = [(r["indicator"], r["subject"], r["period_start"]) for r in rows]
    assert keys == sorted(keys)


def test_from_and_to_are_half_open(context: Context) -> None:
    rows = fetch(context, indicator="hotline.on_time", area=CODE, **{"from": "2026-11-21", "to": "2026-11-22"})
    assert [r["period_start"][:10] for r in rows] == ["2026-11-21"]


def test_cumulative_figures_that_share_their_start_are_all_there(context: Context) -> None:
    rows = fetch(context, indicator="economy.gdp_growth", grain="quarter", area=CODE)
    assert [r["value"] for r in rows] == ["90", "181"]
    kept = context.history("economy.gdp_growth", grain="quarter", since=YEAR, until=YEAR + timedelta(days=400))
    assert [v.value for v in kept] == [90, 181]


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_is_not_a_number_is_an_empty_cell(number: float) -> None:
    assert file._number(number) == ""


def test_departments_are_named(context: Context) -> None:
    row = fetch(context, indicator="hotline.on_time", subject="department")[0]
    assert row["subject_name"] == CITY.departments[row["subject"]].name.zh


def test_pandas_reads_it_as_it_is(context: Context) -> None:
    text = "".join(file.lines(context, ask.read(context, {"indicator": "hotline.on_time"})))
    frame = pd.read_csv(io.BytesIO(text.encode()), parse_dates=["period_start"])
    assert list(frame.columns) == COLUMNS
    assert frame["value"].iloc[-1] == 100 * 2 / 3


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ({}, "indicator: missing"),
        ({"indicator": "no.such"}, "'no.such': not in the catalogue"),
        ({"indicator": "hotline.on_time", "area": "999999"}, "'999999': not an area"),
        ({"indicator": "hotline.on_time", "from": "tomorrow"}, "'tomorrow'.*ISO 8601"),
        ({"indicator": "hotline.on_time", "grain": "week"}, "'week': allowed are"),
        ({"indicator": "hotline.on_time", "subject": "person"}, "'person': allowed are area, source, department"),
        ({"indicator": "hotline.on_time", "colour": "red"}, "parameter 'colour': unknown"),
    ],
)
def test_a_bad_question_is_refused_in_one_sentence(context: Context, query: dict[str, str], says: str) -> None:
    with pytest.raises(RequestError, match=says):
        ask.read(context, query)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "|cmd", "%x", "＝1", "\u200b=1", " =1"])
def test_a_formula_is_defused(text: str) -> None:
    assert file.safe(text) == "'" + text


@given(st.text(max_size=20))
def test_a_cell_never_starts_like_a_formula(text: str) -> None:
    assert not file.safe(text).lstrip().startswith(tuple("=+-@"))
