"""Texts that repeat without end (sources, metrics, times), each read once and then known by a number."""

from __future__ import annotations

from typing import Any

import msgspec
import numpy as np

from ingest.native import Bytes, Ints, compiled, same, word
from ingest.reading.scan import DATUM, SOURCE, Scan

NONE = -1
BROKEN = "\0"
LIMIT = 30_000  # then all is forgotten: times pass
_FIRST = 1 << 12
_COLUMNS = DATUM - SOURCE + 1
_SEED, _PRIME = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xFF51AFD7ED558CCD)
_read = msgspec.json.Decoder(str).decode


@compiled
def _hash(body: Bytes, at: Any, n: Any) -> Any:
    found = _SEED ^ np.uint64(n)
    i = 0
    while i + 8 <= n:
        found = (found ^ word(body, at + i)) * _PRIME
        found ^= found >> np.uint64(32)
        i += 8
    while i < n:
        found = (found ^ np.uint64(body[np.uint64(at + i)])) * _PRIME
        i += 1
    return np.int64(found ^ (found >> np.uint64(29)))


@compiled
def _place(slots: Ints, hashes: Ints, ends: Ints, arena: Bytes, body: Bytes, at: Any, n: Any, code: Any) -> Any:
    """The slot of this text, or the free one where it belongs."""
    slot = code & (len(slots) - 1)
    while slots[slot] >= 0:
        known = slots[slot]
        if hashes[known] == code and ends[known + 1] - ends[known] == n and same(arena, ends[known], body, at, n):
            return slot
        slot = (slot + 1) & (len(slots) - 1)
    return slot


@compiled
def _number(
    body: Bytes, begins: Ints, sizes: Ints, good: Any, slots: Ints, hashes: Ints, ends: Ints, arena: Bytes, count: Any,
    codes: Ints,
) -> Any:  # fmt: skip
    for field in range(len(codes)):
        last = -1
        for i in range(len(good)):
            n = sizes[field, i]
            if not good[i] or n < 0:
                continue
            at = begins[field, i]
            if last >= 0 and sizes[field, last] == n and same(body, at, body, begins[field, last], n):
                codes[field, i] = codes[field, last]
                continue
            last = i
            code = _hash(body, at, n)
            slot = _place(slots, hashes, ends, arena, body, at, n, code)
            if slots[slot] < 0:
                slots[slot] = count
                hashes[count] = code
                ends[count + 1] = ends[count] + n
                for k in range(n):
                    arena[ends[count] + k] = body[at + k]
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
    """`texts` by number; BROKEN for bytes that are no text."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        self.texts: list[str] = []
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


def _text(raw: bytes) -> str:
    """What stands between the quotation marks, escapes read; BROKEN for what is no storable text."""
    try:
        text = _read(b'"%b"' % raw)
    except (ValueError, UnicodeDecodeError):
        return BROKEN
    return BROKEN if "\0" in text or any("\ud800" <= c <= "\udfff" for c in text) else text
