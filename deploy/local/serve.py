"""One service in the foreground, as the supervisor runs it: the server ends with it, and comes again when it was killed."""

from __future__ import annotations

from contextlib import suppress

from deploy.local import paths
from deploy.local.kafka import Kafka
from deploy.local.service import Service


def postgres(port: int) -> int:
    from deploy.local.postgres import Postgres  # needs the driver, the broker does not wait for it

    return _serve(Postgres(paths.DATA / "postgres", port))


def kafka(port: int) -> int:
    return _serve(Kafka(paths.DATA / "kafka", port))


def _serve(service: Service) -> int:
    """What cannot start is the supervisor's to try again, in a process of its own."""
    with suppress(KeyboardInterrupt):
        try:
            while True:
                service.start()
                service.wait()
        finally:
            service.stop()
    return 0
