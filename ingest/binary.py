"""Numpy columns as the bytes of COPY … (FORMAT binary)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Column = npt.NDArray[Any]

_HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_TRAILER = b"\xff\xff"
POSTGRES_EPOCH_US = 946_684_800_000_000
_TYPES = {"timestamptz": ">i8", "float8": ">f8", "int8": ">i8", "int4": ">i4", "int2": ">i2"}


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
        column = columns[name]
        rows[f"value{i}"] = column - POSTGRES_EPOCH_US if kind == "timestamptz" else column
    return b"".join((_HEADER, rows.tobytes(), _TRAILER))
