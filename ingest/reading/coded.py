"""A column with few distinct entries: these, and for each row the place of its own among them."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from core.columns import Column, Ints

T = TypeVar("T", bound=Hashable)


@dataclass(slots=True)
class Coded(Generic[T]):
    names: list[T]
    place: Ints

    @classmethod
    def of(cls, column: Sequence[T]) -> Coded[T]:
        places = {name: place for place, name in enumerate(dict.fromkeys(column))}
        return cls(list(places), np.fromiter(map(places.__getitem__, column), np.int64, len(column)))

    def each(self, of_names: Column) -> Column:
        """An entry of each name as a column of the rows; without rows there are no names."""
        return of_names[self.place] if len(of_names) else self.place.astype(of_names.dtype)

    def take(self, which: Column) -> Coded[T]:
        return Coded(self.names, self.place[which])
