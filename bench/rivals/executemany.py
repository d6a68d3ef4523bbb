"""The usual first version of an ingest: json.loads and executemany, a thousand rows a transaction, offsets committed to Kafka after it.

Run as `python -m bench.rivals.executemany BOOTSTRAP DATABASE_URL TOPIC TABLE`, until it is ended.
"""

from __future__ import annotations

import json
import sys

import psycopg
from kafka import KafkaConsumer

ROWS = 1000
INSERT = """
INSERT INTO {} (observed_at, value, event_hash, source_no, metric_no, quality)
VALUES (%(observed_at)s, %(value)s, %(event_hash)s, %(source_no)s, %(metric_no)s, %(quality)s) ON CONFLICT DO NOTHING
"""


def main(bootstrap: str, database: str, topic: str, table: str) -> None:
    insert = INSERT.format(table)
    consumer = KafkaConsumer(
        topic,
        bootstrap_servers=bootstrap,
        group_id=topic,
        auto_offset_reset="earliest",
        enable_auto_commit=False,
    )
    with psycopg.connect(database) as connection:
        while True:
            polled = consumer.poll(1000, max_records=ROWS)
            rows = [json.loads(record.value) for records in polled.values() for record in records]
            if rows:
                connection.cursor().executemany(insert, rows)
                connection.commit()
                consumer.commit()


if __name__ == "__main__":
    main(*sys.argv[1:])
