"""How to reach the broker, and how a worker asks it for records."""

from __future__ import annotations

from typing import Any

from core.settings import Settings

GROUP = "citybrain-ingest"
MAX_ROWS = 50_000
MAX_BYTES = 32 << 20
WAIT_S = 0.1
BREATH_S = 0.008
PLENTY = 2000
AWAY_MS = 25_000
FETCH: dict[str, Any] = {
    "enable_auto_commit": False,
    "auto_offset_reset": "none",
    "isolation_level": "read_committed",
    "check_crcs": True,
    "max_poll_records": MAX_ROWS,
    "max_partition_fetch_bytes": 4 << 20,
    "fetch_max_bytes": 16 << 20,
    "max_poll_interval_ms": 120_000,
    "session_timeout_ms": 15_000,
    # Members learn of a rebalance by their heartbeat, and while it lasts nobody reads.
    "heartbeat_interval_ms": 300,
    "allow_auto_create_topics": False,
    "metadata_max_age_ms": 30_000,
    "reconnect_backoff_max_ms": 1000,
    "metrics_enabled": False,
}


def connection(settings: Settings) -> dict[str, Any]:
    """What every client of the broker needs, secrets included."""
    given = {
        "bootstrap_servers": settings.kafka_bootstrap.split(","),
        "security_protocol": settings.kafka_security_protocol,
        "sasl_mechanism": settings.kafka_sasl_mechanism,
        "sasl_plain_username": settings.kafka_sasl_username,
        "sasl_plain_password": settings.kafka_sasl_password,
        "ssl_cafile": settings.kafka_ssl_cafile,
        "ssl_certfile": settings.kafka_ssl_certfile,
        "ssl_keyfile": settings.kafka_ssl_keyfile,
    }
    return {name: value for name, value in given.items() if value is not None}
