"""Several sequences that are read as one; none is copied."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Any, Self, TypeVar

T = TypeVar("T")


class Joined(Sequence[T]):
    def __init__(self, *parts: Sequence[T]) -> None:
        self.parts: list[Sequence[T]] = []
        self._ends: list[int] = []
        for part in parts:
            self += part

    def __iadd__(self, other: Sequence[T]) -> Self:
        """In place: a backlog of thousands of small batches is joined one by one."""
        for part in other.parts if isinstance(other, Joined) else [other]:
            self._ends.append(len(self) + len(part))
            self.parts.append(part)
        return self

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def __iter__(self) -> Iterator[T]:
        for part in self.parts:
            yield from part[:]

    def __getitem__(self, which: Any) -> Any:
        """One element, or a list of those in a slice."""
        if isinstance(which, slice):
            return self._cut(*which.indices(len(self)))
        place = range(len(self))[which]
        number = bisect_right(self._ends, place)
        return self.parts[number][place - self._begin(number)]

    def _begin(self, number: int) -> int:
        return self._ends[number - 1] if number else 0

    def _cut(self, start: int, stop: int, step: int) -> list[T]:
        found: list[T] = []
        number = bisect_right(self._ends, start)
        while number < len(self.parts) and (begin := self._begin(number)) < stop:
            found += self.parts[number][max(start - begin, 0) : stop - begin]
            number += 1
        return found[::step]


def joined(a: Sequence[T], b: Sequence[T]) -> Joined[T]:
    """Both as one; what is joined already grows in place."""
    if not isinstance(a, Joined):
        return Joined(a, b)
    a += b
    return a
