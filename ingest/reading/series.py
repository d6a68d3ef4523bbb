"""Readings by series: what is newer than everything known of its source and metric, and what is not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from core.columns import NEVER_US, Column, Ints
from ingest.sink import Transaction

if TYPE_CHECKING:
    from ingest.reading.readings import Readings

_METRIC_BITS = 16


def keys(rows: Readings) -> Ints:
    """One number for each series: source and metric."""
    return rows.source_no << _METRIC_BITS | rows.metric_no


class Newest:
    """The newest time of each series as this worker last saw it; the database decides whether it still is."""

    def __init__(self) -> None:
        self._at_us: dict[int, int] = {}

    def of(self, tx: Transaction, series: list[int]) -> Ints:
        """Microseconds, NEVER_US for a series that never was."""
        new = [s for s in series if s not in self._at_us]
        if new:
            parts = {"source_no": [s >> _METRIC_BITS for s in new], "metric_no": [s & 0xFFFF for s in new]}
            found = {row["series"]: row["at_us"] for row in tx.rows("read_newest", **parts)}
            self._at_us.update((s, found.get(s, NEVER_US)) for s in new)
        return np.fromiter(map(self._at_us.__getitem__, series), np.int64, len(series))

    def advance(self, series: list[int], at_us: list[int]) -> None:
        self._at_us.update(zip(series, at_us, strict=True))

    def forget(self, series: list[int]) -> None:
        for one in series:
            self._at_us.pop(one, None)


@dataclass(slots=True)
class Split:
    """Rows in the order of series and time, each series as one run of them."""

    rows: Readings
    series: Ints
    starts: Ints

    @property
    def newest(self) -> Readings:
        return self.rows.take(self._ends)

    @property
    def _ends(self) -> Ints:
        return np.append(self.starts[1:], len(self.rows)) - 1

    def spread(self, of_series: Column) -> Column:
        """A value of each series as a column of the rows."""
        return np.repeat(of_series, np.diff(np.append(self.starts, len(self.rows))))

    @property
    def alone(self) -> Any:
        """False where a series has two rows of the same time."""
        at, first = self.rows.at_us, np.zeros(len(self.rows), np.bool_)
        first[self.starts] = True
        again = ~first[1:] & (at[1:] == at[:-1])
        return ~(np.append(again, False) | np.insert(again, 0, False))


def split(rows: Readings) -> Split:
    """Rows of one series mostly come in order, so that a stable sort by series is enough."""
    found = keys(rows)
    order = np.argsort(found, kind="stable")
    series, at_us = found[order], rows.at_us[order]
    if np.any((series[1:] == series[:-1]) & (at_us[1:] < at_us[:-1])):
        order = np.lexsort((rows.at_us, found))
        series = found[order]
    starts = np.flatnonzero(np.append(True, series[1:] != series[:-1]))
    return Split(rows.take(order), series[starts], starts)
