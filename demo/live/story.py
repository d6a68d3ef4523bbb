"""Everything that arrives in a span of time, as records ready to send."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from demo.live import backfill, faults, reports, series, video
from demo.live.readings import Sendable, made
from demo.live.tickets import Tickets
from demo.live.world import World
from demo.messages import Message


class Story:
    """`since` is the moment up to which everything was sent before."""

    def __init__(self, world: World, since: int) -> None:
        self.world = world
        self.series = series.build(world)
        self.tickets = Tickets(world, since)

    def between(self, after: int, until: int) -> Iterator[Sendable]:
        """What the sources send in (after, until]."""
        yield from made(self.series, self.series.due(after, until))
        yield from self._sent(video.due(self.world, after, until))
        yield from self._sent(self.tickets.due(after, until))
        yield from self._sent(reports.due(self.world, after, until))

    def before(self) -> Iterator[Sendable]:
        """The back-fill: reports, cases and events of the whole week first, for they are few; then readings, newest first."""
        world = self.world
        yield from self._sent(reports.due(world, 0, world.origin))
        yield from self._sent(Tickets(world, 0).due(0, world.origin))
        for hour in range(world.first, world.origin, 3600):
            yield from self._sent(video.due(world, hour, min(hour + 3600, world.origin)))
        yield from backfill.readings(self.series)

    def _sent(self, messages: Iterable[Message]) -> Iterator[Sendable]:
        for message in messages:
            for found in faults.as_sent(self.world, message):
                yield found.topic, found.key, found.body
