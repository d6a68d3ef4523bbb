"""What is odd but no error, counted by stream, kind and name with the first example."""

from __future__ import annotations

from dataclasses import dataclass, field

MAX_NAMES = 200
OTHER = "(other)"


@dataclass(slots=True)
class Curiosities:
    """Counts of one batch: (kind, name) to [n, example]."""

    found: dict[tuple[str, str], tuple[int, str]] = field(default_factory=dict)

    def add(self, kind: str, name: str, example: str, n: int = 1) -> None:
        key = (kind, name[:64])
        # A source that invents names without end must not fill the table.
        if key not in self.found and len(self.found) >= MAX_NAMES:
            key = (kind, OTHER)
        before, first = self.found.get(key, (0, example[:200]))
        self.found[key] = (before + n, first)

    def sorted(self) -> list[tuple[str, str, int, str]]:
        """In one fixed order, so that two workers lock the rows alike."""
        return [(kind, name, n, example) for (kind, name), (n, example) in sorted(self.found.items())]
