"""Readings as they are mostly written, found in their bytes without an object for each.

What is here says where things are; what they mean is read by the JSON library, once for each distinct text. A record that
is in any way unusual (an unknown or repeated key, another type, an escape in its id) is left to the careful way.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ingest.careful import MAX_BYTES
from ingest.native import Bytes, Floats, Ints, Truths, compiled, same, word

TEXTS = ("event_id", "source_id", "observed_at", "metric", "unit", "quality", "datum")
NUMBERS = ("value", "lon", "lat")
EVENT_ID, SOURCE, OBSERVED_AT, METRIC, UNIT, QUALITY, DATUM = range(7)
VALUE, LON, LAT = range(7, 10)
SPANS = 10  # texts, and numbers that are not exact in the quick way
_SCHEMA = 10
_FIELDS = 11
_NAMES = [name.encode() for name in (*TEXTS, *NUMBERS, "schema")]
_KEYS = np.frombuffer(b"".join(_NAMES), np.uint8)
_KEY_ENDS = np.cumsum([0, *map(len, _NAMES)])
_REQUIRED = sum(1 << field for field in (EVENT_ID, SOURCE, OBSERVED_AT, METRIC, VALUE, _SCHEMA))
_BOTH = 1 << LON | 1 << LAT
_TENS = np.array([10.0**n for n in range(16)])
_EXACT_DIGITS = 15  # below 2**53, and a power of ten up to 10**22 is exact: one division rounds right
_ID_BYTES = 64

QUOTE, BACKSLASH, OPEN, CLOSE, COLON, COMMA, POINT, MINUS, ZERO, NINE, ONE = b'"\\{}:,.-091'
_E, _BIG_E, _PLUS = b"eE+"
_EIGHT_ONES = np.uint64(0x0101010101010101)
_EIGHT_HIGH, _EIGHT_SPACES = _EIGHT_ONES * np.uint64(0x80), _EIGHT_ONES * np.uint64(0x20)
_EIGHT_QUOTES, _EIGHT_ESCAPES = _EIGHT_ONES * np.uint64(QUOTE), _EIGHT_ONES * np.uint64(BACKSLASH)
_ENDS, _NEVER, _ESCAPES, _WIDE = 1, 2, 4, 8
_KINDS = np.array([_NEVER] * 32 + [0] * 96 + [_WIDE] * 128, np.uint8)
_KINDS[[QUOTE, BACKSLASH]] = _ENDS, _ESCAPES


@compiled
def _behind_space(body: Bytes, at: Any, end: Any) -> Any:
    while at < end and (body[at] == 32 or body[at] == 10 or body[at] == 13 or body[at] == 9):
        at += 1
    return at


@compiled
def _common(eight: Any) -> Any:
    """Whether none of eight bytes ends a text, begins an escape, is a control character or not ASCII.

    Subtracting one from each byte borrows from the highest bit where the byte was zero; a borrow from a neighbour can only
    make it say no to eight common bytes, never yes to an uncommon one.
    """
    quote, escape = eight ^ _EIGHT_QUOTES, eight ^ _EIGHT_ESCAPES
    low = (eight - _EIGHT_SPACES) | (quote - _EIGHT_ONES) | (escape - _EIGHT_ONES)
    return (low | eight) & _EIGHT_HIGH == 0


@compiled
def _closing(body: Bytes, at: Any, end: Any) -> tuple[Any, Any]:
    """The place of the closing quotation mark, -1 when there is none, and whether all before it is plain ASCII."""
    seen = 0
    while at < end:
        if at + 8 <= end and _common(word(body, at)):
            at += 8
            continue
        kind = _KINDS[body[np.uint64(at)]]
        if kind:
            if kind == _ENDS:
                return at, seen == 0
            if kind == _NEVER:
                return -1, False
            seen |= kind
            at += kind == _ESCAPES
        at += 1
    return -1, False


@compiled
def _is(body: Bytes, at: Any, end: Any, field: Any) -> Any:
    """Whether this key, with its closing quotation mark, stands there."""
    first = _KEY_ENDS[field]
    n = _KEY_ENDS[field + 1] - first
    return at + n < end and body[np.uint64(at + n)] == QUOTE and same(body, at, _KEYS, first, n)


@compiled
def _field(body: Bytes, at: Any, end: Any, guess: Any) -> Any:
    """The number of a key, -1 for an unknown one; most records have their keys in the order of the one before."""
    if _is(body, at, end, guess):
        return guess
    for field in range(_FIELDS):
        if _is(body, at, end, field):
            return field
    return -1


@compiled
def _digits(body: Bytes, at: Any, end: Any) -> Any:
    while at < end and ZERO <= body[at] <= NINE:
        at += 1
    return at


@compiled
def _behind_exponent(body: Bytes, at: Any, end: Any) -> Any:
    """The same place when there is none, -1 when it is broken."""
    if at >= end or (body[at] != _E and body[at] != _BIG_E):
        return at
    at += 1
    if at < end and (body[at] == _PLUS or body[at] == MINUS):
        at += 1
    behind = _digits(body, at, end)
    return behind if behind > at else -1


@compiled
def _number(body: Bytes, first: Any, end: Any) -> tuple[Any, Any, Any]:
    """Value, the place behind it (-1: no JSON number), and whether the value is exact."""
    whole = first + 1 if body[first] == MINUS else first
    last = point = _digits(body, whole, end)
    if last < end and body[last] == POINT:
        last = _digits(body, point + 1, end)
    behind = _behind_exponent(body, last, end)
    if point == whole or last == point + 1 or (body[whole] == ZERO and point - whole > 1):
        return 0.0, -1, False
    if behind != last or last - whole > _EXACT_DIGITS:
        return 0.0, behind, False
    found = np.int64(0)
    for i in range(whole, last):
        if i != point:
            found = found * 10 + (np.int64(body[i]) - ZERO)
    value = found / _TENS[max(last - point - 1, 0)]
    return (0.0 - value if whole > first else value), behind, True


@compiled
def _value(body: Bytes, at: Any, end: Any, field: Any, i: Any, begins: Ints, sizes: Ints, numbers: Floats) -> Any:
    """Note the value of a field; answers the place behind it, -1 when the careful way must look at it."""
    if field < VALUE:
        close, plain = _closing(body, at + 1, end) if body[at] == QUOTE else (-1, False)
        n = close - at - 1
        if close < 0 or (field == EVENT_ID and not (plain and 0 < n <= _ID_BYTES)):
            return -1
        begins[field, i], sizes[field, i] = at + 1, n
        return close + 1
    if field == _SCHEMA:
        return at + 1 if body[at] == ONE else -1
    value, behind, exact = _number(body, at, end)
    numbers[field - VALUE, i] = value
    if not exact:
        begins[field, i], sizes[field, i] = at, behind - at
    return behind


@compiled
def _key(body: Bytes, at: Any, end: Any, guess: Any) -> tuple[Any, Any]:
    """The field of a key that begins behind a brace or a comma, and where its value begins; -1 for anything else."""
    at = _behind_space(body, at, end)
    if at >= end or body[at] != QUOTE:
        return -1, -1
    field = _field(body, at + 1, end, guess)
    if field < 0:
        return -1, -1
    at = _behind_space(body, at + 2 + _KEY_ENDS[field + 1] - _KEY_ENDS[field], end)
    if at >= end or body[at] != COLON:
        return -1, -1
    return field, _behind_space(body, at + 1, end)


@compiled
def _record(body: Bytes, at: Any, end: Any, after: Ints, i: Any, begins: Ints, sizes: Ints, numbers: Floats) -> Any:
    """False when the careful way must look at the record."""
    seen, before = 0, _FIELDS
    at = _behind_space(body, at, end)
    going = at < end and body[at] == OPEN
    while going:
        field, at = _key(body, at + 1, end, after[before])
        if field < 0 or at >= end or seen >> field & 1:
            return False
        seen |= 1 << field
        after[before] = field
        before = field
        at = _value(body, at, end, field, i, begins, sizes, numbers)
        at = _behind_space(body, at, end) if at >= 0 else end
        if at >= end or (body[at] != COMMA and body[at] != CLOSE):
            return False
        going = body[at] == COMMA
    both = seen & _BOTH
    return _behind_space(body, at + 1, end) == end and seen & _REQUIRED == _REQUIRED and (both == 0 or both == _BOTH)


@compiled
def _scan(
    body: Bytes, starts: Ints, lengths: Ints, after: Ints,
    begins: Ints, sizes: Ints, numbers: Floats, good: Truths,
) -> None:  # fmt: skip
    """`after` is the field that followed each, in the record before."""
    for i in range(len(starts)):
        if 0 < lengths[i] <= MAX_BYTES:
            good[i] = _record(body, starts[i], starts[i] + lengths[i], after, i, begins, sizes, numbers)


class Scan:
    """Places and sizes of texts in `body`, shape (10, n), size -1 where there is none; numbers, shape (3, n), NaN likewise.

    A number that is not exact is given as text too. `good` are the records that the columns are true of.
    """

    def __init__(self, body: bytes, starts: Ints, lengths: Ints) -> None:
        n = len(starts)
        self.body = body
        self.bytes = np.frombuffer(body, np.uint8)
        self.begins = np.zeros((SPANS, n), np.int64)
        self.sizes = np.full((SPANS, n), -1, np.int64)
        self.numbers = np.full((len(NUMBERS), n), np.nan)
        self.good = np.zeros(n, np.bool_)
        places = self.begins, self.sizes, self.numbers, self.good
        _scan(self.bytes, starts, lengths, np.zeros(_FIELDS + 1, np.int64), *places)
        for field in (VALUE, LON, LAT):
            self._round(field)

    def _round(self, field: int) -> None:
        """Numbers of many digits, rounded as the language does it."""
        for i in np.flatnonzero((self.sizes[field] >= 0) & self.good).tolist():
            self.numbers[field - VALUE, i] = number = float(self._text(field, i))
            self.good[i] &= np.isfinite(number)

    def _text(self, field: int, i: int) -> bytes:
        begin = int(self.begins[field, i])
        return self.body[begin : begin + int(self.sizes[field, i])]

    def texts(self, field: int, which: Ints) -> list[bytes]:
        begins = self.begins[field, which]
        ends = begins + self.sizes[field, which]
        body = self.body
        return [body[a:b] for a, b in zip(begins.tolist(), ends.tolist(), strict=True)]
