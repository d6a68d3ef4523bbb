"""A broker that only answers to TLS with a client certificate and a name and password, and the files for it."""

from __future__ import annotations

import subprocess
from pathlib import Path

from deploy.local.kafka import Kafka
from deploy.local.wait import free_port

USER, SECRET = "ingest", "secret-of-the-tests"
# Its own listener stays for the broker itself and for the question whether it is ready.
PROPERTIES = """
listeners=PLAINTEXT://127.0.0.1:{plain},SASL_SSL://127.0.0.1:{secure},CONTROLLER://127.0.0.1:{controller}
controller.quorum.voters=1@127.0.0.1:{controller}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,SASL_SSL:SASL_SSL,CONTROLLER:PLAINTEXT
sasl.enabled.mechanisms=PLAIN
listener.name.sasl_ssl.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required \
user_{user}="{secret}";
ssl.keystore.type=PEM
ssl.keystore.location={folder}/broker.pem
ssl.truststore.type=PEM
ssl.truststore.location={folder}/ca.crt
listener.name.sasl_ssl.ssl.client.auth=required
"""


class SecureKafka(Kafka):
    def __init__(self, data_dir: Path, port: int, log: Path) -> None:
        super().__init__(data_dir, port, log)
        self.secure_port = free_port()
        self.folder = self.data_dir / "tls"
        certificates(self.folder)

    @property
    def secure_url(self) -> str:
        return f"127.0.0.1:{self.secure_port}"

    def settings(self) -> dict[str, str]:
        """What a client of the product is told."""
        return {
            "KAFKA_BOOTSTRAP": self.secure_url,
            "KAFKA_SECURITY_PROTOCOL": "SASL_SSL",
            "KAFKA_SASL_MECHANISM": "PLAIN",
            "KAFKA_SASL_USERNAME": USER,
            "KAFKA_SASL_PASSWORD": SECRET,
            "KAFKA_SSL_CAFILE": str(self.folder / "ca.crt"),
            "KAFKA_SSL_CERTFILE": str(self.folder / "client.crt"),
            "KAFKA_SSL_KEYFILE": str(self.folder / "client.key"),
        }

    def _write_properties(self, log_dir: Path) -> Path:
        path = super()._write_properties(log_dir)
        ports = {"plain": self.port, "secure": self.secure_port, "controller": free_port()}
        own = PROPERTIES.format(**ports, user=USER, secret=SECRET, folder=self.folder)
        path.write_text(path.read_text() + own)  # the later of two lines holds
        return path


def certificates(folder: Path) -> None:
    """An authority of our own, and one certificate each for the broker and for a client."""
    folder.mkdir(parents=True)
    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2")
    openssl(
        "req", "-x509", *key, "-subj", "/CN=tests authority", "-keyout", folder / "ca.key", "-out", folder / "ca.crt"
    )
    for name in ("broker", "client"):
        own = ("-subj", f"/CN={name}", "-addext", "subjectAltName=IP:127.0.0.1", "-addext", "basicConstraints=CA:FALSE")
        signer = ("-CA", folder / "ca.crt", "-CAkey", folder / "ca.key")
        files = ("-keyout", folder / f"{name}.key", "-out", folder / f"{name}.crt")
        openssl("req", "-x509", *key, *own, *signer, *files)
    parts = [(folder / f"broker.{end}").read_text() for end in ("key", "crt")]
    (folder / "broker.pem").write_text("".join([*parts, (folder / "ca.crt").read_text()]))


def openssl(*words: str | Path) -> None:
    subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True)
