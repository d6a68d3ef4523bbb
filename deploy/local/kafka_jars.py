"""Apache Kafka from the Maven repository of this machine's choice, every file checked against `kafka.sha256`."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path

from deploy.local import paths
from deploy.local.kafka import Kafka
from deploy.local.part import Part, SetupError, Work, checksum, clear, replace
from deploy.local.wait import free_port

HERE = Path(__file__).parent
POM = HERE / "pom.xml"
LOCK = HERE / "kafka.sha256"


def _make(work: Work) -> None:
    new = _download(work)
    if _sums(new) != LOCK.read_text():
        raise SetupError(f"kafka: the files are not those of {LOCK.name}; see `make lock`")
    replace(paths.KAFKA_LIBS, new)
    _archive_classes()


def lock_kafka() -> int:
    LOCK.write_text(_sums(_download(Work("kafka", again=True))))
    return 0


def _download(work: Work) -> Path:
    new = clear(paths.KAFKA_LIBS.with_name("new"))
    work.run("mvn", "-q", "-B", "-f", POM, "dependency:copy-dependencies", f"-DoutputDirectory={new}")
    return new


def _sums(folder: Path) -> str:
    """As `sha256sum *.jar` prints it."""
    files = sorted(folder.glob("*.jar"))
    return "".join(f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files)


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
