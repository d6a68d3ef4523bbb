"""Debezium's JDBC sink on Kafka Connect, standalone, tuned: tasks as many as our workers, 5,000 rows a batch, rewritten into multi-row inserts.

The jars of the connector lie in a folder below plugin.path: a flat folder of jars hangs the scanner.
"""

from __future__ import annotations

from pathlib import Path

from bench.rivals.setup import JARS
from deploy.local.wait import free_port

WORKER = """\
bootstrap.servers={bootstrap}
key.converter=org.apache.kafka.connect.storage.StringConverter
value.converter=org.apache.kafka.connect.json.JsonConverter
value.converter.schemas.enable=true
offset.storage.file.filename={folder}/offsets
offset.flush.interval.ms=5000
plugin.path={folder}/plugins
plugin.discovery=only_scan
listeners=http://127.0.0.1:{port}
consumer.max.poll.records=5000
consumer.fetch.min.bytes=262144
consumer.max.partition.fetch.bytes=8388608
consumer.auto.offset.reset=earliest
"""
SINK = """\
name={topic}
connector.class=io.debezium.connector.jdbc.JdbcSinkConnector
tasks.max={tasks}
topics={topic}
connection.url=jdbc:postgresql://{host}:{db_port}/{database}?reWriteBatchedInserts=true
connection.username={user}
connection.password=none
insert.mode=upsert
primary.key.mode=record_value
primary.key.fields=observed_at,event_hash
schema.evolution=none
collection.name.format={table}
batch.size=5000
use.time.zone=UTC
"""
FIELDS = (
    '{"type":"int64","optional":false,"name":"org.apache.kafka.connect.data.Timestamp","version":1,"field":"observed_at"},'
    '{"type":"double","optional":false,"field":"value"},{"type":"int64","optional":false,"field":"event_hash"},'
    '{"type":"int32","optional":false,"field":"source_no"},{"type":"int16","optional":false,"field":"metric_no"},'
    '{"type":"int16","optional":false,"field":"quality"}'
)
SCHEMA = f'{{"schema":{{"type":"struct","optional":false,"name":"reading","fields":[{FIELDS}]}},"payload":'


def words(folder: Path, **given: object) -> list[str]:
    """Write both files; answers the command."""
    folder.mkdir()
    (folder / "plugins" / "debezium").mkdir(parents=True)
    for jar in JARS.glob("*.jar"):
        (folder / "plugins" / "debezium" / jar.name).symlink_to(jar)
    given |= {"folder": folder, "port": free_port()}
    for name, text in (("worker", WORKER), ("sink", SINK)):
        (folder / f"{name}.properties").write_text(text.format(**given))
    options = ["-Xms256m", "-Xmx2g", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-cp", f"{JARS}/*"]
    files = [str(folder / "worker.properties"), str(folder / "sink.properties")]
    return ["java", *options, "org.apache.kafka.connect.cli.ConnectStandalone", *files]
