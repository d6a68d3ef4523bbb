"""Which ids this worker wrote lately: a producer that sends again does so soon, and a suspected repeat costs less than a found one.

Only a hint. The unique key decides: an id forgotten here fails the COPY, and the careful attempt sorts it out.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ingest.native import Ints, Truths, compiled

ROOM = 1 << 18  # ids of one generation; there are two
_SLOTS = 2 * ROOM
_FREE = 0  # an id of this number is not remembered


@compiled
def _find(slots: Ints, one: Any) -> Any:
    """The slot of an id, or the free one where it belongs."""
    at = (one ^ (one >> 31)) & (_SLOTS - 1)
    while slots[at] != _FREE and slots[at] != one:
        at = (at + 1) & (_SLOTS - 1)
    return at


@compiled
def _again(ids: Ints, young: Ints, old: Ints, found: Truths) -> None:
    for i in range(len(ids)):
        one = ids[i]
        at = _find(young, one)
        found[i] = one != _FREE and (young[at] == one or old[_find(old, one)] == one)
        young[at] = one


class Recent:
    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        self._young, self._old = np.zeros(_SLOTS, np.int64), np.zeros(_SLOTS, np.int64)
        self._n, self._open = 0, False

    def again(self, ids: Ints) -> Truths:
        """Those that were there before, in these or in what was committed. What is not committed by the next call never was."""
        if self._open:
            self.forget()
        self._open = True
        if self._n + len(ids) > ROOM:
            self._young, self._old, self._n = np.zeros(_SLOTS, np.int64), self._young, 0
        found = np.zeros(len(ids), np.bool_)
        _again(ids[:ROOM], self._young, self._old, found)
        self._n += len(ids)
        return found

    def committed(self) -> None:
        self._open = False
