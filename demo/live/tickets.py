"""Ticket steps as records, in the order of their arrival; every case is drawn again after a restart and gives the same steps."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from operator import attrgetter

from demo.live import births
from demo.live.case import Case
from demo.live.dice import dice
from demo.live.lifecycle import Step, steps
from demo.live.world import World
from demo.messages import Message, step

LONGEST_S = 45 * 86400  # no case lives longer


@dataclass
class Tickets:
    """`born` is the first minute whose cases are not yet drawn; `waiting` holds their steps by time of arrival."""

    world: World
    since: int
    born: int = 0
    waiting: list[tuple[int, Message]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.born = max(self.world.first, self.since - LONGEST_S) // 60

    def due(self, after: int, until: int) -> Iterator[Message]:
        """Steps that arrive in (after, until]."""
        self._draw(until)
        while self.waiting and self.waiting[0][0] <= until:
            arrives, message = heapq.heappop(self.waiting)
            if arrives > after:
                yield message

    def _draw(self, until: int) -> None:
        for minute in range(self.born, until // 60 + 1):
            for case in births.of_minute(self.world, minute):
                for arrives, message in records(self.world, case):
                    if arrives > self.since:
                        heapq.heappush(self.waiting, (arrives, message))
        self.born = max(self.born, until // 60 + 1)


def records(world: World, case: Case) -> Iterator[tuple[int, Message]]:
    """Each step with its arrival: soon, or for 2 % up to twenty minutes late."""
    rng = dice(world, "steps", case.ticket_id)
    for made in sorted(steps(rng, case, _departments(world)), key=attrgetter("at")):
        late = rng.randint(60, 1200) if rng.random() < 0.02 else rng.randint(1, 3)
        yield made.at + late, _record(world, case, made)


def _record(world: World, case: Case, made: Step) -> Message:
    fields = dict(made.fields)
    if "due_at" in fields:
        fields["due_at"] = world.local(fields["due_at"])
    return step(case.ticket_id, world.local(made.at), made.name, **fields)


@cache
def _departments(world: World) -> list[str]:
    """Those that own categories: where a wrong dispatch may go."""
    return sorted({c.department for c in world.city.file.categories})
