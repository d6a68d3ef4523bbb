"""Texts that repeat without end (sources, metrics, times), each read once and then known by a number."""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np

from ingest.native import Bytes, Ints, compiled
from ingest.reading.scan import DATUM, SOURCE, Scan

NONE = -1
LIMIT = 30_000  # then all is forgotten: times pass
_FIRST = 1 << 12
_COLUMNS = DATUM - SOURCE + 1
_PRIME = np.int64(1099511628211)
_read = msgspec.json.Decoder(str).decode


@compiled
def _hash(body: Bytes, at: Any, n: Any) -> Any:
    found = np.int64(-3750763034362895579)
    for i in range(at, at + n):
        found = (found ^ np.int64(body[i])) * _PRIME
    return found ^ (found >> 29)


@compiled
def _same(a: Bytes, at: Any, b: Bytes, bt: Any, n: Any) -> Any:
    i = 0
    while i < n and a[at + i] == b[bt + i]:
        i += 1
    return i == n


@compiled
def _place(slots: Ints, hashes: Ints, ends: Ints, arena: Bytes, body: Bytes, at: Any, n: Any, code: Any) -> Any:
    """The slot of this text, or the free one where it belongs."""
    slot = code & (len(slots) - 1)
    while slots[slot] >= 0:
        known = slots[slot]
        if hashes[known] == code and ends[known + 1] - ends[known] == n and _same(arena, ends[known], body, at, n):
            return slot
        slot = (slot + 1) & (len(slots) - 1)
    return slot


@compiled
def _number(
    body: Bytes, begins: Ints, sizes: Ints, good: Any, slots: Ints, hashes: Ints, ends: Ints, arena: Bytes, count: Any,
    codes: Ints,
) -> Any:  # fmt: skip
    for field in range(len(codes)):
        for i in range(len(good)):
            n = sizes[field, i]
            if not good[i] or n < 0:
                continue
            at = begins[field, i]
            code = _hash(body, at, n)
            slot = _place(slots, hashes, ends, arena, body, at, n, code)
            if slots[slot] < 0:
                slots[slot] = count
                hashes[count] = code
                ends[count + 1] = ends[count] + n
                arena[ends[count] : ends[count + 1]] = body[at : at + n]
                count += 1
            codes[field, i] = slots[slot]
    return count


@compiled
def _again(slots: Ints, hashes: Ints, count: Any) -> None:
    for known in range(count):
        slot = hashes[known] & (len(slots) - 1)
        while slots[slot] >= 0:
            slot = (slot + 1) & (len(slots) - 1)
        slots[slot] = known


class Names:
    """`texts` by number; None for bytes that are no text."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        self.texts: list[str | None] = []
        self._slots = np.full(2 * _FIRST, -1, np.int64)
        self._hashes = np.zeros(_FIRST, np.int64)
        self._ends = np.zeros(_FIRST + 1, np.int64)
        self._arena = np.zeros(16 * _FIRST, np.uint8)

    def codes(self, scan: Scan) -> Ints:
        """The number of each text from source to datum, shape (6, n); NONE where there is none."""
        fields = slice(SOURCE, DATUM + 1)
        begins, sizes = scan.begins[fields], scan.sizes[fields]
        found = np.full((_COLUMNS, len(scan.good)), NONE, np.int64)
        before = len(self.texts)
        self._make_room(found.size, int(np.maximum(sizes, 0).sum()))
        table = self._slots, self._hashes, self._ends, self._arena
        count = _number(scan.bytes, begins, sizes, scan.good, *table, before, found)
        for number in range(before, count):
            self.texts.append(_text(self._arena[self._ends[number] : self._ends[number + 1]].tobytes()))
        return found

    def _make_room(self, texts_n: int, bytes_n: int) -> None:
        count = len(self.texts)
        if (used := int(self._ends[count]) + bytes_n) > len(self._arena):
            self._arena = np.concatenate((self._arena, np.zeros(used, np.uint8)))
        if count + texts_n > len(self._hashes):
            more = 1 << (count + texts_n).bit_length()
            self._hashes = np.concatenate((self._hashes, np.zeros(more, np.int64)))
            self._ends = np.concatenate((self._ends, np.zeros(more, np.int64)))
            self._slots = np.full(4 * more, -1, np.int64)
            _again(self._slots, self._hashes, count)


def _text(raw: bytes) -> str | None:
    """What stands between the quotation marks, escapes read; None for what is no storable text."""
    try:
        text = _read(b'"%b"' % raw)
    except (ValueError, UnicodeDecodeError):
        return None
    return None if "\0" in text or any("\ud800" <= c <= "\udfff" for c in text) else text
