"""What is odd but no error, counted by stream, kind, name and source with the first example."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ingest.model import Dead

MAX_NAMES = 200
OTHER = "(other)"
# Refused records that say something about the health of their source, beside the dead letter.
_OF_DEAD = {"future_time": "clock_skew", "past_time": "clock_skew", "wrong_unit": "wrong_unit"}
Key = tuple[str, str, str]


@dataclass(slots=True)
class Curiosities:
    """Counts of one batch: (kind, name, source) to [n, example]. `source` is whose record is being looked at."""

    found: dict[Key, tuple[int, str]] = field(default_factory=dict)
    source: str = ""

    def add(self, kind: str, name: str, example: str, n: int = 1, source: str | None = None) -> None:
        key = (kind, name[:64], (self.source if source is None else source)[:64])
        # A source that invents names without end must not fill the table.
        if key not in self.found and len(self.found) >= MAX_NAMES:
            key = (kind, OTHER, "")
        before, first = self.found.get(key, (0, example[:200]))
        self.found[key] = (before + n, first)

    def add_dead(self, dead: Iterable[Dead]) -> None:
        """Broken clocks and units nobody can convert, by source."""
        for one in dead:
            if one.reason in _OF_DEAD:
                self.add(_OF_DEAD[one.reason], one.reason, one.sentence, source=one.source_id or "")

    def sorted(self) -> list[tuple[str, str, str, int, str]]:
        """In one fixed order, so that two workers lock the rows alike."""
        return [(*key, n, example) for key, (n, example) in sorted(self.found.items())]
