"""Apache Kafka as `pom.xml` names it, checked against `kafka.sha256`, with the classes that its start uses set aside."""

from __future__ import annotations

import tempfile
from pathlib import Path

from deploy.local import jars, paths
from deploy.local.kafka import Kafka
from deploy.local.part import Part, Work, checksum
from deploy.local.wait import free_port

HERE = Path(__file__).parent
POM = HERE / "pom.xml"
LOCK = HERE / "kafka.sha256"


def _make(work: Work) -> None:
    jars.fetch(work, POM, LOCK, paths.KAFKA_LIBS)
    _archive_classes()


def lock_kafka() -> int:
    LOCK.write_text(jars.sums(jars.download(Work("kafka", again=True), POM, paths.KAFKA_LIBS)))
    return 0


def _archive_classes() -> None:
    """One start and stop that notes the classes in use: each later start takes half the time."""
    paths.KAFKA_CLASSES.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        options = (f"-XX:ArchiveClassesAtExit={paths.KAFKA_CLASSES}",)
        with Kafka(Path(folder), free_port(), Path(folder) / "log.txt", options, stop_s=30):
            pass


KAFKA = Part(
    "kafka",
    lambda: checksum(POM, LOCK),
    lambda: paths.KAFKA_LIBS.is_dir() and paths.KAFKA_CLASSES.is_file(),
    _make,
    needs=("packages",),
)
