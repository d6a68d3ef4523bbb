"""How a worker asks the broker for records; how it is reached, the settings say (`Settings.kafka_client`)."""

from __future__ import annotations

from typing import Any

GROUP = "citybrain-ingest"
MAX_ROWS = 30_000
MAX_BYTES = 12 << 20
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
    "max_partition_fetch_bytes": 2 << 20,
    "fetch_max_bytes": 6 << 20,
    # One fetch is under way at a time: while it waits for partitions at rest, those that have records wait with it.
    "fetch_max_wait_ms": 25,
    "max_poll_interval_ms": 120_000,
    "session_timeout_ms": 15_000,
    # Members learn of a rebalance by their heartbeat, and while it lasts nobody reads.
    "heartbeat_interval_ms": 300,
    "allow_auto_create_topics": False,
    "metadata_max_age_ms": 30_000,
    "reconnect_backoff_max_ms": 500,
    "metrics_enabled": False,
}
