"""A case before its first step: what it is about, where, and how long its department has."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from core.city import Category


@dataclass(frozen=True, slots=True)
class Case:
    """`first` holds the optional fields of the first step; `nature` says how it will be handled."""

    ticket_id: str
    at: int
    category: Category
    nature: str  # hotline, urban, alarm, incident
    first: dict[str, Any] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        return self.category.code.split("-", 1)[0]
