"""The database as ingest uses it: one connection, transactions, COPY, and faults by what to do about them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Any, Literal, Self

import psycopg
from psycopg.rows import dict_row

from core.errors import CityError
from core.store import sql

Row = dict[str, Any]

# Statement and lock limits end a hang of ours; the idle limit frees the row lock of a worker that was stopped.
SESSION = (
    "-c timezone=UTC -c statement_timeout=20s -c lock_timeout=15s"
    " -c idle_in_transaction_session_timeout=5s -c transaction_timeout=30s"
)
Kind = Literal["data", "weather", "schema"]
_WEATHER = ("08", "53", "57", "40", "55", "58", "25")
_DATA = ("22", "23")


class Weather(CityError):
    """The database cannot answer now; the same work will succeed later."""


class Refused(CityError):
    """The database will never take this row."""


class SchemaFault(CityError):
    """Our own SQL or schema is wrong: no record is at fault, so stop."""


def kind(error: psycopg.Error) -> Kind:
    """Judge a fault by SQLSTATE; without one it is the lost connection or a value the driver cannot send."""
    state = error.sqlstate
    if state is None:
        lost = isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)
        return "weather" if lost else "data"
    return "data" if state[:2] in _DATA else "weather" if state[:2] in _WEATHER else "schema"


FAULTS: dict[Kind, type[CityError]] = {"data": Refused, "weather": Weather, "schema": SchemaFault}


@contextmanager
def judged() -> Iterator[None]:
    """Turn the driver's faults into ours."""
    try:
        yield
    except psycopg.Error as error:
        said = str(error).strip().replace("\n", " ")
        raise FAULTS[kind(error)](f"database: {said} (SQLSTATE {error.sqlstate or 'none'})") from error
    except (UnicodeEncodeError, OverflowError) as error:
        raise Refused(f"database: {error}") from error


class Transaction:
    """One transaction; commits when its block ends.

    What needs no answer is sent `later`, with the next statement that is asked for one: on a busy machine each round trip
    waits for a processor twice. So its begin goes with its first statement and its end with its last. In a careful one
    a fault undoes only its savepoint; the first attempt at a batch does without them.
    """

    def __init__(self, connection: psycopg.Connection[Row], careful: bool) -> None:
        self.careful = careful
        self._connection = connection
        self._later: list[tuple[str, Mapping[str, Any]]] = [(_text("begin"), {})]
        self._after: list[Callable[[], None]] = []

    def commit(self) -> None:
        said = self._ask("commit", {}).statusmessage
        if said != "COMMIT":  # what a transaction answers that had failed before
            raise Weather(f"database: a COMMIT answered {said}, so nothing was written")

    def on_commit(self, work: Callable[[], None]) -> None:
        """What may be remembered only when it is certain that the rows are there."""
        self._after.append(work)

    def committed(self) -> None:
        for work in self._after:
            work()

    def later(self, name: str, **params: Any) -> None:
        self._later.append((_text(name), params))

    def later_many(self, name: str, rows: Iterable[Mapping[str, Any]]) -> None:
        text = _text(name)
        self._later.extend((text, row) for row in rows)

    def flush(self) -> None:
        """Send what waits; a fault of it is raised here."""
        if self._later:
            with self._connection.pipeline():
                self._send()

    def _send(self) -> None:
        sent, self._later = self._later, []
        with self._connection.cursor() as cursor:
            for text, params in sent:
                cursor.execute(text, params)

    def run(self, name: str, **params: Any) -> int:
        """Execute `sql/ingest/<name>.sql`; answers the number of rows touched."""
        return self._ask(name, params).rowcount

    def rows(self, name: str, **params: Any) -> list[Row]:
        return self._ask(name, params).fetchall()

    def _ask(self, name: str, params: Mapping[str, Any]) -> psycopg.Cursor[Row]:
        with self._connection.pipeline():
            self._send()
            return self._connection.execute(_text(name), params)

    def copy(self, name: str, data: bytes) -> None:
        self.flush()
        with self._connection.cursor() as cursor, cursor.copy(_text(name)) as copy:
            copy.write(data)

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """What fails inside is undone, what came before stays."""
        self.flush()
        before = len(self._after)
        with judged():
            try:
                with self._connection.transaction():
                    yield
                    self.flush()
            except psycopg.Error:
                self._later.clear()
                del self._after[before:]
                raise


def _text(name: str) -> str:
    return sql(f"ingest/{name}")


class Sink:
    """One connection that is opened when needed and thrown away after a fault."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection: psycopg.Connection[Row] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    @contextmanager
    def transaction(self, careful: bool = False) -> Iterator[Transaction]:
        with judged():
            connection = self._open()
            tx = Transaction(connection, careful)
            try:
                yield tx
                tx.commit()
            except BaseException:
                with suppress(psycopg.Error):  # what went wrong before is what matters
                    connection.rollback()
                raise
        tx.committed()

    def _open(self) -> psycopg.Connection[Row]:
        if self._connection is None or self._connection.closed:
            self._connection = psycopg.connect(
                self._url, autocommit=True, row_factory=dict_row, options=SESSION, connect_timeout=10
            )
            self._connection.execute(_text("staging"))
        return self._connection
