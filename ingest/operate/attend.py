"""What a worker does for people between two batches: streams that stand still, and the work asked for on /ops."""

from __future__ import annotations

from core import log
from core.errors import CityError
from ingest.client.source import Source
from ingest.operate import letters, pause, work
from ingest.operate.letters import Tools
from ingest.operate.pause import Guard, Poured
from ingest.operate.work import Work
from ingest.sink import Row, Weather

_log = log.get("attend")


def carry_out(tools: Tools, job: Work) -> Row | None:
    """One step of a work; the finished row when nothing of it is left."""
    if job.action == "replay" and letters.replay(tools, job):
        return None
    if job.action == "discard":
        letters.discard(tools, job)
    if job.action == "pause":
        pause.pause(tools.sink, job.which.stream or "", job.why, job.who)
    if job.action == "resume":
        pause.release(tools.sink, job.which.stream or "", job.who)
    return work.end(tools.sink, job)


class Attendant:
    def __init__(self, tools: Tools, source: Source, guard: Guard, owner: str) -> None:
        self._tools = tools
        self._source = source
        self._guard = guard
        self._owner = owner

    def heed(self) -> None:
        """Stand still where the table says so, and go on where it says so no longer."""
        held, self._guard.released_at = pause.read(self._tools.sink)
        if held.keys() != self._source.standing:
            _log.warning("standing", streams=held)
        self._source.stand(set(held))

    def poured(self, fault: Poured) -> None:
        """A stream went over a limit: it stands still for all workers until a person looks."""
        _log.error("stream_paused", stream=fault.stream, why=fault.sentence)
        pause.pause(self._tools.sink, fault.stream, fault.sentence, self._owner)
        self.heed()

    def work(self) -> None:
        """One step of what was asked for on the page; the loop comes back for the next."""
        job = work.take(self._tools.sink, self._owner)
        if job is None:
            return
        try:
            done = carry_out(self._tools, job)
        except Weather:
            raise
        except CityError as error:
            done = work.end(self._tools.sink, job, said=str(error), failed=True)
        if done is not None:
            self._tools.reader.close()
            _log.info("work_done", work=job.work_no, action=job.action, who=job.who, letters=done["letters_n"])
