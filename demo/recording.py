"""The header of one recorded set: who measured, and what they sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from demo.messages import Message


@dataclass(frozen=True, slots=True)
class Gauge:
    """A row of the registry, as a customer would register the recorded source."""

    source_id: str
    kind: str
    name: str
    lon: float | None
    lat: float | None
    interval_s: int
    department: str = ""
    attributes: dict[str, Any] = field(default_factory=dict)


def no_gauges(_: Path) -> Iterable[Gauge]:
    return ()


@dataclass(frozen=True, slots=True)
class Recording:
    """`code` is the name of the folder; `messages` come in the order of their sending."""

    code: str
    messages: Callable[[Path], Iterator[Message]]
    gauges: Callable[[Path], Iterable[Gauge]] = no_gauges
