"""A running ingest that can be hurt: workers and their supervisor, a producer with its own list, and the proof."""

from __future__ import annotations

import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import xxhash
from kafka import KafkaConsumer, TopicPartition
from kafka.admin import KafkaAdminClient, MemberToRemove

from core.store import Store
from deploy.local.wait import NotReady, until
from ingest.client.broker import GROUP
from ingest.operate.audit import differences
from tests.ingest.processes import IDS, Sender, Worker, ledger, reading_hashes, stored
from tests.ingest.support import GOOD, zhengzhou

if TYPE_CHECKING:
    from deploy.local.kafka import Kafka
    from deploy.local.postgres import Postgres

NAMES = ("worker-1", "worker-2")
REFUSED = 666.0
"""A report of this value passes every check of ours and is refused by the database (`spoil` in conftest.py)."""
ENDS = {-signal.SIGKILL, 1, 5, 6}
"""Killed, a fault of broker or schema, fenced, the watchdog: every other end of a worker is a fault of its own."""


class Plant:
    """One database, one broker, and whatever workers a test starts."""

    def __init__(self, database: str, postgres: Postgres, broker: Kafka, folder: Path) -> None:
        self.database = database
        self.postgres = postgres
        self.broker = broker
        self.folder = folder
        self.sender = Sender(broker.url)
        self.workers: list[Worker] = []
        self._alone: list[Worker] = []
        self.lost: set[str] = set()

    # Workers

    def start(self, *names: str, database: str = "", **settings: str) -> list[Worker]:
        where = (database or self.database, self.broker.url, self.folder)
        started = [Worker(name, *where, **settings) for name in names or NAMES]
        self.workers += started
        return started

    def share(self, **settings: str) -> None:
        """Two workers with half of the partitions each: nobody is put out for a partition that moves at the start."""
        half = len(self.broker_ends()) // 2
        started = self.start(**settings)
        self.until(lambda: all(w.claimed() for w in started) and self._owned() == [half, half], "each owns half")

    def _owned(self) -> list[int]:
        return list(Counter(row[10] for row in ledger(self.database)).values())

    def stop(self) -> None:
        """Stop what runs, and let the group forget it, so that the next test begins without waiting for the absent."""
        every, self.workers, self._alone = self.workers + self._alone, [], []
        for worker in every:
            worker.signal(signal.SIGCONT)
            worker.signal(signal.SIGKILL)
            worker.stop()
        names = {worker.name for worker in every}
        with closing(KafkaAdminClient(bootstrap_servers=self.broker.url)) as admin:
            admin.remove_group_members(GROUP, [MemberToRemove(group_instance_id=name) for name in sorted(names)])

    def leave_alone(self, worker: Worker) -> None:
        """From now on nobody starts it again."""
        self.workers.remove(worker)
        self._alone.append(worker)

    def tend(self) -> None:
        for worker in self.workers:
            worker.keep()

    @property
    def ends(self) -> list[int]:
        return [code for worker in self.workers for code in worker.codes]

    def logs(self) -> str:
        return "".join(worker.log.read_text("utf-8") for worker in self.workers)

    def until(self, fact: Callable[[], bool], what: str, timeout_s: float = 90) -> None:
        """Wait as a supervisor waits: whoever ends is started again."""

        def tended() -> bool:
            self.tend()
            return fact()

        try:
            until(tended, what, timeout_s)
        except NotReady as error:
            raise NotReady(f"{error}; ends {self.ends}\n{self.logs()[-3000:]}") from None

    def moves(self, records_n: int = 50, timeout_s: float = 90) -> None:
        """Wait until so many more offsets are in the ledger: the workers are in the middle of their work."""
        wanted = self.consumed() + records_n
        self.until(lambda: self.consumed() >= wanted, f"{records_n} more offsets in the ledger", timeout_s)

    # Records

    @contextmanager
    def load(self) -> Iterator[None]:
        """Records of all streams until the block ends."""
        done = threading.Event()

        def send() -> None:
            while not done.wait(0.05):
                self.burst()

        thread = threading.Thread(target=send, daemon=True)
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()

    def burst(self) -> None:
        self.sender.mixture(30)
        for value in (1.0, 2.0, REFUSED, 3.0):
            report = self.sender.one("stats.report") | {"value": value}
            if value == REFUSED:
                self.sender.sent["stats.report"].discard(report["event_id"])
            self.sender.send("stats.report", report)

    def consumed(self) -> int:
        return sum(row[4] - row[3] for row in ledger(self.database))

    def lag(self) -> int:
        """Offsets of the broker that are not in the ledger of the topics as they are now."""
        with psycopg.connect(self.database) as connection:
            rows = connection.execute(
                "SELECT DISTINCT ON (stream, part) stream, part, next_offset FROM ing.stream_offset"
                " ORDER BY stream, part, updated_at DESC"
            ).fetchall()
        reached = {(stream, part): offset for stream, part, offset in rows}
        return sum(end - reached.get(tuple(tp), 0) for tp, end in self.broker_ends().items())

    def broker_ends(self) -> dict[Any, int]:
        with closing(KafkaConsumer(bootstrap_servers=self.broker.url, enable_auto_commit=False)) as consumer:
            parts = [TopicPartition(t, p) for t in GOOD for p in consumer.partitions_for_topic(t) or ()]
            found: dict[Any, int] = consumer.end_offsets(parts)
            return found

    # Proof

    def recovers(self, timeout_s: float = 120) -> None:
        """All that was sent is in the ledger, exact; prints how long that took."""
        began = time.monotonic()
        self.sender.producer.flush(timeout=timeout_s)
        wanted = self.sender.records_n
        self.until(lambda: self.consumed() >= wanted, f"all {wanted} offsets in the ledger", timeout_s)
        seconds = time.monotonic() - began
        self.until(lambda: self.lag() == 0, "lag 0", 10)
        print(f"\n  {wanted} records, {len(self.ends)} ends of workers, recovered in {seconds:.1f} s")
        self.proven()

    def proven(self) -> None:
        """The ledger is exact, and the rows are those that were sent, each once."""
        rows = ledger(self.database)
        assert all(r[5] + r[6] + r[7] + r[8] == r[4] - r[3] for r in rows)
        assert sum(r[4] - r[3] for r in rows) == self.sender.records_n
        sent = {topic: ids - self.lost for topic, ids in self.sender.sent.items()}
        for topic in IDS:
            assert sorted(stored(self.database, topic)) == sorted(sent[topic])
        assert sorted(reading_hashes(self.database)) == sorted(map(signed, sent["iot.reading"]))
        with Store(self.database, size=1) as store:
            assert differences(store, zhengzhou().zone) == []
        assert set(self.ends) <= ENDS, self.logs()[-4000:]


def signed(event_id: str) -> int:
    number = xxhash.xxh3_64_intdigest(event_id.encode())
    return number - 2**64 if number >= 2**63 else number
