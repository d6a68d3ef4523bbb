"""The database behind one door: a pool, SQL by file name, bound parameters only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache
from typing import Any

import psycopg
from psycopg.adapt import Dumper
from psycopg.pq import Format
from psycopg.rows import dict_row, tuple_row
from psycopg_pool import ConnectionPool
from psycopg_pool import PoolTimeout as PoolTimeout

from core.breaker import Breaker
from core.columns import Array
from core.errors import CityError
from core.settings import ROOT

SQL = ROOT / "sql"
# The pool waits ever longer between its attempts to connect; given up early, the next caller makes it try anew at once.
RECONNECT_S = 3
Row = dict[str, Any]

# Re-exported so that other rooms can name a database fault without importing the driver.
DatabaseFault = psycopg.Error
OperationalFault = psycopg.OperationalError


class Unreachable(OperationalFault):
    """No connection can be made; unlike a pool that is merely busy."""


@cache
def sql(name: str) -> str:
    """Text of `sql/queries/<name>.sql`, or of `sql/<folder>/<name>.sql` for `folder/name`."""
    path = SQL / f"{name if '/' in name else f'queries/{name}'}.sql"
    if not path.is_file():
        raise CityError(f"sql/{path.relative_to(SQL)}: no such query")
    return path.read_text("utf-8")


class _AsItIs(Dumper):
    format = Format.BINARY

    def dump(self, obj: Array) -> bytes:
        return obj


psycopg.adapters.register_dumper(Array, _AsItIs)


class Session:
    """One transaction, but for `statements`. Commits when its block ends, rolls back when it raises."""

    def __init__(self, connection: psycopg.Connection[Row]) -> None:
        self.connection = connection

    def read(self, name: str, **params: Any) -> list[Row]:
        return self.connection.execute(sql(name), params).fetchall()

    def tuples(self, name: str, **params: Any) -> list[tuple[Any, ...]]:
        """The same without names, for rows by the hundred thousand; the caller knows the order of the columns."""
        with self.connection.cursor(row_factory=tuple_row) as cursor:
            return cursor.execute(sql(name), params).fetchall()

    def read_binary(self, name: str, **params: Any) -> list[Row]:
        """The same, sent in binary form: half as much for bytes by the megabyte."""
        return self.connection.execute(sql(name), params, binary=True).fetchall()

    def run(self, statement: str, params: Mapping[str, Any] | Sequence[Any] | None = None) -> int:
        return self.connection.execute(statement, params).rowcount

    def run_many(self, statement: str, rows: Sequence[Mapping[str, Any]]) -> None:
        with self.connection.cursor() as cursor:
            cursor.executemany(statement, rows)

    def rows(self, statement: str, params: Mapping[str, Any] | Sequence[Any] | None = None) -> list[Row]:
        return self.connection.execute(statement, params).fetchall()

    def copy_rows(self, target: str, rows: Iterable[Sequence[Any]]) -> None:
        """COPY rows into `target`, written as `table (columns)`; trusted text from our own code only."""
        with self.connection.cursor() as cursor, cursor.copy(f"COPY {target} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)


@contextmanager
def statements(url: str) -> Iterator[Session]:
    """A connection of its own on which every statement stands alone: what the server does not do inside a transaction."""
    with psycopg.connect(url, autocommit=True, row_factory=dict_row, connect_timeout=RECONNECT_S) as connection:
        yield Session(connection)


class Store:
    """A small pool over one database. With `rest_s`, one failed attempt to connect speaks for that long for all callers."""

    def __init__(self, url: str, size: int = 4, timeout_s: float = 10, rest_s: float = 0, options: str = "") -> None:
        self.url = url
        self._breaker = Breaker(rest_s, Unreachable)
        self._pool: ConnectionPool[psycopg.Connection[Row]] = ConnectionPool(
            url,
            min_size=1,
            max_size=size,
            timeout=timeout_s,
            reconnect_timeout=RECONNECT_S,
            open=False,
            check=ConnectionPool.check_connection,
            kwargs={
                "row_factory": dict_row,
                "connect_timeout": RECONNECT_S,
                "options": f"-c timezone=UTC -c statement_timeout=60s {options}",
            },
        )

    def __enter__(self) -> Store:
        self._pool.open()
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.close()

    @property
    def away(self) -> bool:
        """The last attempt to connect failed (known only with `rest_s`)."""
        return self._breaker.tripped

    @contextmanager
    def _connected(self) -> Iterator[psycopg.Connection[Row]]:
        with ExitStack() as stack:
            with self._breaker.attempt():
                connection = self._reach(stack)
            yield connection

    def _reach(self, stack: ExitStack) -> psycopg.Connection[Row]:
        failed = self._failed_connects()
        try:
            return stack.enter_context(self._pool.connection())
        except PoolTimeout as error:
            if self._failed_connects() == failed:
                raise
            raise Unreachable(f"database: {error}") from error

    def _failed_connects(self) -> int:
        return self._pool.get_stats().get("connections_errors", 0)

    @contextmanager
    def session(self, isolation: str | None = None) -> Iterator[Session]:
        with self._connected() as connection, connection.transaction():
            if isolation:
                connection.execute(f"SET TRANSACTION ISOLATION LEVEL {isolation}")
            yield Session(connection)

    def read(self, name: str, **params: Any) -> list[Row]:
        """All rows of a named query; pages use this with bounds on time and rows. Planned with its own values each time: the plan
        for any values, which the driver would keep after five runs, took 84 ms instead of 1.3 for a day of `onemap_volume`."""
        with self.session() as session:
            return session.connection.execute(sql(name), params, prepare=False).fetchall()

    def stream(self, name: str, size: int = 2000, **params: Any) -> Iterator[Row]:
        """Rows of a named query through a server-side cursor: memory stays flat."""
        with (
            self._connected() as connection,
            connection.transaction(),
            connection.cursor(name="stream") as cursor,
        ):
            cursor.itersize = size
            cursor.execute(sql(name), params)
            yield from cursor

    def listen(self, channel: str, timeout_s: float = 15) -> Iterator[str | None]:
        """Payloads of NOTIFY on `channel`; None when `timeout_s` passed without one."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f'LISTEN "{channel}"')
            while True:
                got = False
                for note in connection.notifies(timeout=timeout_s, stop_after=1):
                    got = True
                    yield note.payload
                if not got:
                    yield None
