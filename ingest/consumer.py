"""The loop of one worker: gather, decode, write, and once a second the housekeeping."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable
from functools import partial

import numpy as np
from tenacity import Retrying, retry_if_exception_type, stop_after_delay, wait_exponential_jitter

from core import city as packs
from core import crash, log
from core.errors import FencedError
from core.geo import Locator
from core.settings import CALLER_HASH_KEY_DEMO, Settings
from ingest import ledger
from ingest.client.partitions import Assigned, TopicFault
from ingest.client.reader import Reader
from ingest.client.records import Head, decode
from ingest.client.source import Source, answered
from ingest.client.unowned import Unowned
from ingest.known import Known
from ingest.model import Batch, Claim, Stream
from ingest.operate.attend import Attendant
from ingest.operate.letters import Tools
from ingest.operate.pause import Poured
from ingest.operate.retention import keep_tidy
from ingest.sink import Sink, Weather
from ingest.watchdog import Watchdog
from ingest.write import Writer

_log = log.get("worker")

LINGER_S = 0.01
HOUSEKEEPING_S = 1.0
RELOAD_S = 60.0
UNOWNED_S = 5.0
RETENTION_S = 3600.0


# A claim cannot wait for ever: the group counts on this member to take part.
_for_a_while = Retrying(
    retry=retry_if_exception_type(Weather),
    wait=wait_exponential_jitter(multiplier=0.05, max=2, jitter=0.5),
    stop=stop_after_delay(25),
    reraise=True,
)


class Worker:
    """One member of the consumer group with one database connection."""

    def __init__(self, settings: Settings, name: str, streams: dict[str, Stream]) -> None:
        if settings.caller_hash_key == CALLER_HASH_KEY_DEMO:
            _log.warning("caller_hash_key_is_public", allowed="set CALLER_HASH_KEY to a secret of your own")
        crash.arm(settings.crash_point)
        city = packs.load(settings.city)
        self._name = name
        self._streams = streams
        self._watchdog = Watchdog()
        self._sink = Sink(settings.database_url)
        self._known = Known(city, Locator(city), ledger.Register(self._sink), settings.caller_hash_key)
        _warm(streams, self._known)
        with answered():
            self._source = Source(settings, name, list(streams), self._claim, self._watchdog.beat)
        self._writer = Writer(self._sink, self._known, name, self._source.idle)
        tools = Tools(self._sink, self._known, streams, Reader(settings))
        self._attendant = Attendant(tools, self._source, self._writer.guard, name)
        self._stop = threading.Event()
        unowned = Unowned(self._sink, self._source)
        self._jobs = [
            Every(HOUSEKEEPING_S, self._keep_house),
            Every(HOUSEKEEPING_S, self._attend),
            Every(UNOWNED_S, lambda: self._writer.patiently(unowned.look)),
            Every(RELOAD_S, self._reload),
            Every(RETENTION_S, partial(keep_tidy, settings.database_url, city)),
        ]

    def run(self) -> None:
        signal.signal(signal.SIGTERM, self._on_signal)
        signal.signal(signal.SIGINT, self._on_signal)
        self._watchdog.start()
        _log.info("started", worker=self._name, streams=list(self._streams))
        try:
            self._writer.patiently(self._attendant.heed)
            with answered():
                while not self._stop.is_set():
                    self._turn()
        finally:
            self._close()
        _log.info("stopped", worker=self._name)

    def _on_signal(self, number: int, frame: object) -> None:
        self._stop.set()

    def _turn(self) -> None:
        for claim, batch in self._source.gather(LINGER_S):
            self._write(claim, batch)
        for job in self._jobs:
            job.run_if_due()

    def _write(self, claim: Claim, batch: Batch) -> None:
        if claim.stream in self._source.standing:
            return  # its partitions were set back to the ledger: nothing of this batch is lost
        try:
            self._source.written(self._writer.write(self._streams[claim.stream], claim, batch))
        except FencedError:
            if self._source.holds(claim):
                raise
            _log.info("given_away", where=f"{claim.stream}/{claim.part}", epoch=claim.epoch)
        except Poured as fault:
            self._writer.patiently(partial(self._attendant.poured, fault))
        self._watchdog.beat()

    def _claim(self, assigned: Assigned) -> Claim:
        """Take a partition over at the ledger's offset, or say why that cannot be."""
        key = (assigned.stream, assigned.topic_id, assigned.part)
        claim: Claim = _for_a_while(ledger.claim, self._sink, *key, assigned.low, self._name)
        crash.point("after_claim")
        where = f"{claim.stream}/{claim.part}"
        if claim.next_offset > assigned.high:
            raise TopicFault(
                f"{where}: the ledger is at offset {claim.next_offset}, but the broker ends at {assigned.high}:"
                " records were lost there; allowed is a broker that holds what it acknowledged"
            )
        if claim.next_offset < assigned.low:
            _log.error("records_lost", where=where, first=claim.next_offset, until=assigned.low)
            claim = ledger.skip(self._sink, claim, assigned.low, "retention")
        _log.info("claimed", where=where, epoch=claim.epoch, next_offset=claim.next_offset)
        return claim

    def _keep_house(self) -> None:
        for claim, batch in self._source.markers():
            self._write(claim, batch)
        marks = [mark._asdict() for mark in self._source.watermarks()]
        self._writer.patiently(lambda: ledger.watermarks(self._sink, marks))

    def _attend(self) -> None:
        self._writer.patiently(self._attendant.heed)
        self._writer.patiently(self._attendant.work)

    def _reload(self) -> None:
        self._writer.patiently(self._known.reload)

    def _close(self) -> None:
        self._watchdog.stop()
        crash.point("in_close")
        self._source.close()
        self._sink.close()


def _warm(streams: dict[str, Stream], known: Known) -> None:
    """Load what is compiled before the group counts on this worker: it takes a second."""
    for stream in streams.values():
        stream.decode(Batch(stream.topic, 0, 0, 1, [0], [b"{}"], [None], [0]), known)
    decode(b"", Head(0, 0, 0, None))
    known.recent.again(np.empty(0, np.int64))
    known.recent.committed()


class Every:
    """Runs a job when its time has come; the loop decides when to look."""

    def __init__(self, seconds: float, job: Callable[[], None]) -> None:
        self._seconds = seconds
        self._job = job
        self._due = time.monotonic() + seconds

    def run_if_due(self) -> None:
        if time.monotonic() < self._due:
            return
        self._job()
        self._due = time.monotonic() + self._seconds
