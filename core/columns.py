"""Numpy columns as the database reads them: rows of COPY … (FORMAT binary), or one array each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from struct import Struct
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Column = npt.NDArray[Any]

_HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_TRAILER = b"\xff\xff"
POSTGRES_EPOCH_US = 946_684_800_000_000
# What the database reads as -infinity: before every moment.
NEVER_US = POSTGRES_EPOCH_US - (1 << 63)
_TYPES = {"timestamptz": ">i8", "float8": ">f8", "int8": ">i8", "int4": ">i4", "int2": ">i2"}
_OIDS = {"timestamptz": 1184, "float8": 701, "int8": 20, "int4": 23, "int2": 21}


# An array begins with dimensions, whether there are nulls, type, length and first place; each element with its length.
_HEAD = Struct(">5i")


class Array(bytes):
    """One column as a parameter, in the binary form of the database's arrays."""


def at(us: int) -> datetime:
    return datetime.fromtimestamp(us / 1e6, UTC)


@cache
def _layout(types: tuple[str, ...]) -> np.dtype[Any]:
    fields: list[tuple[str, str]] = [("fields_n", ">i2")]
    for i, name in enumerate(types):
        fields += [(f"length{i}", ">i4"), (f"value{i}", _TYPES[name])]
    return np.dtype(fields)


def encode(types: Mapping[str, str], columns: Mapping[str, Column]) -> bytes:
    """Rows of fixed-width columns in the order of `types`; timestamps come as microseconds since 1970."""
    layout = _layout(tuple(types.values()))
    rows = np.empty(len(next(iter(columns.values()))), layout)
    rows["fields_n"] = len(types)
    for i, (name, kind) in enumerate(types.items()):
        rows[f"length{i}"] = layout.fields[f"value{i}"][0].itemsize  # type: ignore[index]
        rows[f"value{i}"] = _values(kind, columns[name])
    return b"".join((_HEADER, rows.tobytes(), _TRAILER))


def arrays(types: Mapping[str, str], columns: Mapping[str, Column]) -> dict[str, Array]:
    """Each column by its name; timestamps come as microseconds since 1970."""
    return {name: _array(kind, columns[name]) for name, kind in types.items()}


def _array(kind: str, values: Column) -> Array:
    elements = np.empty(len(values), _element(kind))
    elements["length"] = elements.dtype["value"].itemsize
    elements["value"] = _values(kind, values)
    return Array(_HEAD.pack(1, 0, _OIDS[kind], len(values), 1) + elements.tobytes())


def column(kind: str, array: bytes) -> Column:
    """The elements of an array as `array_send` gives it, at least one and none of them null; timestamps as microseconds since 1970."""
    elements = np.frombuffer(array, _element(kind), offset=_HEAD.size)["value"]
    native = elements.astype(elements.dtype.newbyteorder("="))
    return native + POSTGRES_EPOCH_US if kind == "timestamptz" else native


@cache
def _element(kind: str) -> np.dtype[Any]:
    return np.dtype([("length", ">i4"), ("value", _TYPES[kind])])


def _values(kind: str, values: Column) -> Column:
    return values - POSTGRES_EPOCH_US if kind == "timestamptz" else values
