"""A database and a broker for whoever develops: nothing else runs, the data stays for the next time."""

from __future__ import annotations

import signal
from contextlib import suppress

from deploy.local import paths
from deploy.local.kafka import Kafka
from deploy.local.postgres import Postgres


def dev(name: str, pg_port: int, kafka_port: int) -> int:
    folder = paths.LOCAL / "dev" / name
    folder.mkdir(parents=True, exist_ok=True)
    postgres = Postgres(folder / "postgres", pg_port, log=folder / "postgres.log")
    kafka = Kafka(folder / "kafka", kafka_port, log=folder / "kafka.log")
    with suppress(KeyboardInterrupt), postgres, kafka:
        print(f"DATABASE_URL={postgres.url}\nKAFKA_BOOTSTRAP={kafka.url}", flush=True)
        signal.pause()
    return 0
