"""Loops over bytes, compiled to machine code at first use and kept beside their file for the next process."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numba
import numpy as np
import numpy.typing as npt

F = TypeVar("F", bound=Callable[..., Any])
Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Truths = npt.NDArray[np.bool_]


def compiled(function: F) -> F:
    """Nothing checks an index in there: every place that comes from outside is compared with the end first.

    No loop makes an array, so none needs references counted: two atomic counts at each call took three quarters of a scan.
    """
    made: Any = numba.njit(cache=True, nogil=True, error_model="numpy", _nrt=False)(function)
    return made  # type: ignore[no-any-return]


@compiled
def word(body: Bytes, at: Any) -> Any:
    """The eight bytes at a place as one number; the compiler makes one load of it."""
    found = np.uint64(0)
    for i in range(8):
        found |= np.uint64(body[np.uint64(at) + np.uint64(i)]) << np.uint64(8 * i)
    return found


@compiled
def same(a: Bytes, at: Any, b: Bytes, bt: Any, n: Any) -> Any:
    """Whether `n` bytes are the same at both places."""
    i = 0
    while i + 8 <= n and word(a, at + i) == word(b, bt + i):
        i += 8
    while i < n and a[np.uint64(at + i)] == b[np.uint64(bt + i)]:
        i += 1
    return i == n
