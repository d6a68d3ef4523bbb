"""An Apache Kafka broker of our own, one node in KRaft mode: `Kafka(folder, port)`, ready when `start()` returns."""

from __future__ import annotations

import shutil
import signal
import socket
import struct
import subprocess
from pathlib import Path

from deploy.local import paths
from deploy.local.process import STOP_S, spawn, stop, with_parent
from deploy.local.service import Service
from deploy.local.wait import NotReady, free_port, until

CLUSTER_ID = "Q2l0eUJyYWluTG9jYWxLYQ"  # base64 of 16 bytes, any
JAVA_OPTIONS = ("-Xms256m", "-Xmx512m", "-XX:+UseSerialGC", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn")
PROPERTIES = """\
process.roles=broker,controller
node.id=1
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}
controller.listener.names=CONTROLLER
controller.quorum.voters=1@127.0.0.1:{controller}
log.dirs={log_dir}
auto.create.topics.enable=false
default.replication.factor=1
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=4
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
broker.heartbeat.interval.ms=300
broker.session.timeout.ms=1500
"""
# ApiVersions version 0, the first thing any client asks: length, key 18, version, correlation id, client "ready".
API_VERSIONS = struct.pack(">ihhih5s", 15, 18, 0, 1, 5, b"ready")


class Kafka(Service):
    def __init__(
        self, data_dir: Path, port: int, log: Path | None = None, options: tuple[str, ...] = (), stop_s: float = STOP_S
    ) -> None:
        self.data_dir = data_dir.resolve()
        self.port = port
        self.log = log
        self.options = options or (
            f"-XX:SharedArchiveFile={paths.KAFKA_CLASSES.resolve()}",
            "-Xlog:cds=off",
            "-Xlog:cds+dynamic=off",
        )
        self.stop_s = stop_s

    @property
    def url(self) -> str:
        return f"127.0.0.1:{self.port}"

    def start(self, timeout_s: float = 60) -> None:
        self.data_dir.mkdir(parents=True, exist_ok=True)
        self._format()
        properties = self._write_properties(self.data_dir / "log")
        self._process = spawn(with_parent(self._java("kafka.Kafka", str(properties))), self.log)
        self.pid = self._process.pid
        until(self._answers, f"Kafka on port {self.port}", timeout_s)

    def stop(self) -> None:
        if self._process is not None:
            stop(self._process, self.pid, signal.SIGTERM, self.stop_s)
            self._process = None

    def _format(self) -> None:
        """The storage is made aside and then renamed: what is there is whole."""
        log_dir, new = self.data_dir / "log", self.data_dir / "new"
        if log_dir.is_dir():
            return
        shutil.rmtree(new, ignore_errors=True)
        words = ["format", "-t", CLUSTER_ID, "-c", str(self._write_properties(new))]
        tool = with_parent(self._java("kafka.tools.StorageTool", *words))
        subprocess.run(tool, check=True, capture_output=True, stdin=subprocess.DEVNULL)
        new.rename(log_dir)

    def _write_properties(self, log_dir: Path) -> Path:
        path = self.data_dir / "server.properties"
        path.write_text(PROPERTIES.format(port=self.port, controller=free_port(), log_dir=log_dir))
        return path

    def _answers(self) -> bool:
        if self.ended():
            raise NotReady(f"Kafka on port {self.port} ended while starting; see {self.log or 'its log'}")
        return serves("127.0.0.1", self.port)

    def _java(self, main: str, *words: str) -> list[str]:
        return ["java", *JAVA_OPTIONS, *self.options, "-cp", f"{paths.KAFKA_LIBS.resolve()}/*", main, *words]


def serves(host: str, port: int) -> bool:
    """A broker answers its first request once it may serve all."""
    try:
        with socket.create_connection((host, port), 2) as connection:
            connection.sendall(API_VERSIONS)
            return bool(connection.recv(1))
    except OSError:
        return False
