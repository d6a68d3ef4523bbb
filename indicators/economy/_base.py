"""Bases of the activity indices: where too few weeks were measured, the base that was registered stands in and the value says so."""

from collections.abc import Iterable

from core.model import Label, Measure

REGISTERED = Label("含登记基数", "base partly registered")


def noted(bases: Iterable[Measure]) -> str:
    """A base that stands for no rows was registered, not measured."""
    return REGISTERED.zh if any(base.n == 0 for base in bases) else ""
