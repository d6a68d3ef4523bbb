"""A fault of the database is judged by its SQLSTATE: whose fault it is decides what happens to the record."""

from __future__ import annotations

import psycopg
import pytest

from ingest.sink import kind

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("sqlstate", "judged"),
    [
        ("22003", "data"),  # out of range
        ("22P05", "data"),  # a character the encoding does not have
        ("23505", "data"),  # a repeated key
        ("23514", "data"),  # a check
        ("08006", "weather"),  # connection lost
        ("25P03", "weather"),  # our own limit for an idle transaction
        ("40001", "weather"),  # serialisation
        ("40P01", "weather"),  # deadlock
        ("53100", "weather"),  # disk full
        ("53300", "weather"),  # too many connections
        ("55P03", "weather"),  # a lock not given in time
        ("57014", "weather"),  # a statement over its limit
        ("57P01", "weather"),  # the server goes down
        ("57P03", "weather"),  # the server comes up
        ("58030", "weather"),  # input or output
        ("42P01", "schema"),  # no such table
        ("42703", "schema"),  # no such column
        ("XX000", "schema"),  # the server's own fault
    ],
)
def test_by_sqlstate(sqlstate: str, judged: str) -> None:
    assert kind(psycopg.errors.lookup(sqlstate)()) == judged


def test_without_sqlstate() -> None:
    assert kind(psycopg.OperationalError("server closed the connection")) == "weather"
    assert kind(psycopg.InterfaceError("the connection is closed")) == "weather"
    assert kind(psycopg.DataError("PostgreSQL text fields cannot contain NUL")) == "data"
