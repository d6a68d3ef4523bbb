"""Records a second out of a real broker: the client with our decoding of batches against the client as it comes.

One pair: one consumer reads all records of a topic in four partitions as stock kafka-python gives them (`poll`, one object a record,
nothing done with them), then another one as the workers read them (`poll`, parallel lists). Records are dense readings as JSON of about 200 bytes,
sent in batches of 256 KB. Before the timed pairs both are read once and compared byte by byte.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import KafkaAdminClient, NewTopic

from bench.figures import spread
from deploy.local.kafka import Kafka
from deploy.local.wait import free_port
from ingest.client.broker import FETCH
from ingest.client.hooks import columns_of, read_columns
from ingest.client.records import Columns

PAIRS = 5
ROWS = 200_000
PARTS = 4
BATCH_BYTES = 256 << 10
CODECS = (None, "gzip", "snappy", "lz4", "zstd")
BODY = (
    '{{"schema":1,"event_id":"bench-{n:09d}-{n:09x}","source_id":"station.air.{device:04d}","observed_at":"2026-11-22T{h:02d}:{m:02d}:{s:02d}+08:00",'
    '"metric":"pm25_ugm3","value":{value:.3f},"unit":"ug/m3","quality":"ok"}}'
)


class Run(NamedTuple):
    """Records a second, and microseconds of processor time a record."""

    records_s: float
    cpu_us: float


def measure() -> dict[str, Any]:
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as name,
        Kafka(Path(name) / "kafka", free_port(), Path(name) / "log") as broker,
    ):
        found = {codec or "none": of_codec(broker.url, codec) for codec in CODECS}
    return {
        "records": ROWS,
        "batch_bytes": BATCH_BYTES,
        "goal_ratio": 4,
        "least_median_ratio": min(f["ratio"]["median"] for f in found.values()),
        "codecs": found,
    }


def of_codec(url: str, codec: str | None) -> dict[str, Any]:
    topic = f"bench.{codec}"
    size = fill(url, topic, codec)
    same = everything(url, topic, columns=True) == everything(url, topic, columns=False)
    pairs = [(read(url, topic, columns=False), read(url, topic, columns=True)) for _ in range(PAIRS)]
    return {
        "record_bytes": size,
        "identical": same,
        "stock_records_s": spread([stock.records_s for stock, _ in pairs], 0),
        "ours_records_s": spread([ours.records_s for _, ours in pairs], 0),
        "ratio": spread([ours.records_s / stock.records_s for stock, ours in pairs], 2),
        "stock_cpu_us_record": spread([stock.cpu_us for stock, _ in pairs], 2),
        "ours_cpu_us_record": spread([ours.cpu_us for _, ours in pairs], 2),
    }


def fill(url: str, topic: str, codec: str | None) -> int:
    """Answers the bytes of one record."""
    with closing(KafkaAdminClient(bootstrap_servers=url)) as admin:
        admin.create_topics([NewTopic(name=topic, num_partitions=PARTS, replication_factor=1)])
    options = {"compression_type": codec, "batch_size": BATCH_BYTES, "linger_ms": 1000}
    with closing(KafkaProducer(bootstrap_servers=url, **options)) as producer:
        for n in range(ROWS):
            # Long runs of one partition fill its batch, as the sources of a partition would.
            producer.send(topic, reading(n), b"station.air.%04d" % (n % 400), partition=n // 2000 % PARTS)
        producer.flush()
    return len(reading(0))


def reading(n: int) -> bytes:
    h, m, s = n // 3600 % 24, n // 60 % 60, n % 60
    return BODY.format(n=n, device=n % 400, h=h, m=m, s=s, value=20 + n * 7919 % 60_000 / 1000).encode()


@contextmanager
def consumer(url: str, topic: str, columns: bool) -> Iterator[Any]:
    with closing(KafkaConsumer(bootstrap_servers=url, **FETCH)) as found:
        if columns:
            assert read_columns(found)
        parts = [TopicPartition(topic, p) for p in range(PARTS)]
        found.assign(parts)
        for part in parts:
            found.seek(part, 0)
        yield found


def read(url: str, topic: str, columns: bool) -> Run:
    """Timed from the first records to the last."""
    with consumer(url, topic, columns) as found:
        n = first = sum(len(p) for p in polled(found, columns).values())
        began, used = time.perf_counter(), time.process_time()
        while n < ROWS:
            n += sum(len(p) for p in polled(found, columns).values())
        took, spent = time.perf_counter() - began, time.process_time() - used
    return Run((n - first) / took, 1e6 * spent / (n - first))


def polled(found: Any, columns: bool) -> dict[Any, Any]:
    parts = found.poll(timeout_ms=1000, max_records=10_000)
    return {tp: columns_of(records) for tp, records in parts.items()} if columns else parts


def everything(url: str, topic: str, columns: bool) -> list[Columns]:
    """All records by partition, in either way."""
    kept = [Columns() for _ in range(PARTS)]
    with consumer(url, topic, columns) as found:
        while sum(map(len, kept)) < ROWS:
            for tp, records in found.poll(timeout_ms=1000).items():
                kept[tp.partition].add(columns_of(records))
    for rows in kept:
        rows.bytes_n = 0  # how each side counts them; not part of the records
    return kept
