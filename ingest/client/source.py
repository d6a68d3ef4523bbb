"""Kafka as ingest uses it: a group member whose offsets live in the database."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

from kafka import ConsumerRebalanceListener, KafkaConsumer, TopicPartition
from kafka.admin import KafkaAdminClient, NewTopic
from kafka.errors import FencedInstanceIdError, KafkaError, TopicAlreadyExistsError

from core import crash, log
from core.errors import FencedError
from core.settings import Settings
from ingest.client.broker import AWAY_MS, BREATH_S, FETCH, GROUP, MAX_BYTES, MAX_ROWS, PLENTY, WAIT_S
from ingest.client.hooks import columns_of, read_columns, share_anew, topic_id
from ingest.client.partitions import Assigned, BrokerFault, Key, Partitions, TopicFault, Watermark
from ingest.client.shares import EvenByTopic
from ingest.model import Batch, Claim

_log = log.get("source")

Claimer = Callable[[Assigned], Claim]


def create_topics(settings: Settings, wanted: dict[str, int]) -> list[str]:
    """Create the topics that are missing; answers their names."""
    with answered(), closing(KafkaAdminClient(**settings.kafka_client())) as admin:
        missing = {t: n for t, n in wanted.items() if t not in set(admin.list_topics())}
        for topic, partitions in missing.items():
            _create(admin, topic, partitions)
        return sorted(missing)


def _create(admin: Any, topic: str, partitions: int) -> None:
    try:
        admin.create_topics([NewTopic(name=topic, num_partitions=partitions, replication_factor=-1)])
    except TopicAlreadyExistsError:
        _log.info("topic_exists", topic=topic)  # another worker was faster


@contextmanager
def answered() -> Iterator[None]:
    """Turn the client's faults into ours; whatever they are, this process ends and starts again."""
    try:
        yield
    except FencedInstanceIdError as error:
        raise FencedError(f"another worker of this name is in the group: {error}") from error
    except KafkaError as error:
        raise BrokerFault(f"broker: {type(error).__name__}: {error}") from error


class _Listener(ConsumerRebalanceListener):  # type: ignore[misc]
    """Runs on the client's own thread: only marks what the worker's loop must do."""

    def __init__(self, consumer: Any, parts: Partitions) -> None:
        self._consumer = consumer
        self._parts = parts

    def on_partitions_assigned(self, assigned: set[TopicPartition]) -> None:
        """Keep new partitions from being fetched until the ledger says from where."""
        for tp in assigned:
            self._consumer.pause(tp)
            self._consumer.seek(tp, 0)  # any position: without one the client asks the group for its own
        self._parts.held |= {tuple(tp) for tp in assigned}

    def on_partitions_revoked(self, revoked: set[TopicPartition]) -> None:
        crash.point("in_revoke")
        self._parts.forget({tuple(tp) for tp in revoked})

    def on_partitions_lost(self, lost: set[TopicPartition]) -> None:
        self._parts.forget({tuple(tp) for tp in lost})


class Source:
    """Polls all topics; answers batches of claimed partitions only."""

    def __init__(
        self, settings: Settings, name: str, topics: list[str], claim: Claimer, beat: Callable[[], None]
    ) -> None:
        self._claim = claim
        self._beat = beat
        self._busy = False
        self._topics = topics
        self._parts = Partitions()
        self.standing: set[str] = set()
        self._consumer = KafkaConsumer(
            **settings.kafka_client(),
            **FETCH,
            group_id=GROUP,
            group_instance_id=name,
            client_id=name,
            partition_assignment_strategy=[EvenByTopic()],
        )
        read_columns(self._consumer)
        self._consumer.subscribe(topics, listener=_Listener(self._consumer, self._parts))

    def gather(self, linger_s: float) -> list[tuple[Claim, Batch]]:
        """What is there, by partition in sorted order: after a quiet moment at once, of a backlog as much as may be
        held, and in between what came in `linger_s`, because larger batches cost less."""
        n = self._poll(WAIT_S)
        until = time.monotonic() + (linger_s if self._busy else linger_s / 10)
        while self._parts.rows_n and self._room():
            if n >= PLENTY:
                n = self._poll(BREATH_S)
            elif (left := until - time.monotonic()) > 0.001:
                time.sleep(min(left, BREATH_S))  # a poll costs the same, however little it brings
                n = self._poll(0.001)
            else:
                break
        self._busy = self._parts.rows_n > 1
        return self._parts.take()

    def _room(self) -> int:
        """Rows that may still be buffered."""
        return 0 if self._parts.bytes_n >= MAX_BYTES else max(MAX_ROWS - self._parts.rows_n, 0)

    def _poll(self, seconds: float) -> int:
        """How many rows came."""
        before = self._parts.rows_n
        found = self._consumer.poll(timeout_ms=max(int(seconds * 1000), 1), max_records=max(self._room(), 1))
        for tp, records in found.items():
            self._parts.add(tuple(tp), columns_of(records))
            crash.point("after_poll")
        self._claim_held()
        self._beat()
        return self._parts.rows_n - before

    def _claim_held(self) -> None:
        held = [TopicPartition(*key) for key in self._parts.take_held()]
        for tp, assigned in self._described(held):
            claim = self._claim(assigned)
            self._beat()
            if tp not in self._consumer.assignment():
                continue
            self._parts.claims[tuple(tp)] = claim
            self._consumer.seek(tp, claim.next_offset)
            if claim.stream not in self.standing:
                self._consumer.resume(tp)

    def _described(self, held: list[TopicPartition]) -> Iterator[tuple[TopicPartition, Assigned]]:
        if not held:
            return
        low = self._consumer.beginning_offsets(held, timeout_ms=AWAY_MS)
        high = self._consumer.end_offsets(held, timeout_ms=AWAY_MS)
        for tp in held:
            yield tp, Assigned(tp.topic, self._topic_id(tp.topic), tp.partition, low[tp], high[tp])

    def _topic_id(self, topic: str) -> str:
        found = topic_id(self._consumer, topic)
        if found is None:
            raise TopicFault(f"topic {topic}: the broker names no id; allowed is Kafka 2.8 or later")
        return found

    def stand(self, streams: set[str]) -> None:
        """Fetch nothing of these streams; each stops, and later goes on, where its ledger is."""
        for key, claim in self._parts.claims.items():
            if (key[0] in streams) == (key[0] in self.standing):
                continue
            tp = TopicPartition(*key)
            (self._consumer.pause if key[0] in streams else self._consumer.resume)(tp)
            self._consumer.seek(tp, claim.next_offset)
            self._parts.drop(key)
        self.standing = set(streams)

    def holds(self, claim: Claim) -> bool:
        """False once the group has given the partition to somebody else, in the middle of a batch too."""
        return self._parts.holds(claim)

    def written(self, claim: Claim) -> None:
        self._parts.written(claim)

    def markers(self) -> list[tuple[Claim, Batch]]:
        found = []
        for key, claim in sorted(self._parts.claims.items()):
            batch = self._parts.marker(key, self._consumer.position(TopicPartition(*key), timeout_ms=100))
            if batch is not None:
                found.append((claim, batch))
        return found

    def watermarks(self) -> list[Watermark]:
        """The broker's end of each owned partition, and a check that the topics are still the same."""
        found = []
        for claim in self._parts.claims.values():
            if self._topic_id(claim.stream) != claim.topic_id:
                raise TopicFault(f"topic {claim.stream}: deleted and created anew; this worker starts again")
            # None before the first fetch; the row is also the owner's sign that the partition is attended.
            high = self._consumer.highwater(TopicPartition(claim.stream, claim.part)) or claim.next_offset
            found.append(Watermark(claim.stream, claim.topic_id, claim.part, high))
        return found

    def partitions(self) -> set[Key]:
        """Of all topics, whoever owns them."""
        return {(t, p) for t in self._topics for p in self._consumer.partitions_for_topic(t) or ()}

    def topic_ids(self) -> list[str]:
        return [self._topic_id(topic) for topic in self._topics]

    def share_anew(self) -> None:
        share_anew(self._consumer)

    def idle(self, seconds: float) -> None:
        """Wait while staying a member of the group: poll, but fetch nothing."""
        until = time.monotonic() + seconds
        self._consumer.pause(*self._consumer.assignment())
        while (left := until - time.monotonic()) > 0:
            self._consumer.poll(timeout_ms=max(int(left * 1000), 1))
            self._beat()
        ours = {TopicPartition(*key) for key in self._parts.claims if key[0] not in self.standing}
        self._consumer.resume(*(self._consumer.assignment() & ours))

    def close(self) -> None:
        self._consumer.close(autocommit=False, timeout_ms=500)
