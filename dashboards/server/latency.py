"""How long screens wait, by kind of address: what /metrics says of pages, map tiles and exports."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Histogram, generate_latest

KINDS = (("/map/", "tile"), ("/_dash-update-component", "callback"), ("/export/", "export"), ("/assets/", "asset"))
REGISTRY = CollectorRegistry()
BUCKETS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)
SECONDS = Histogram(
    "citybrain_answer_seconds", "Time to the first byte of an answer", ["kind"], registry=REGISTRY, buckets=BUCKETS
)


def observe(path: str, seconds: float) -> None:
    kind = next((name for start, name in KINDS if path.startswith(start)), "other")
    SECONDS.labels(kind).observe(seconds)


def text() -> bytes:
    return generate_latest(REGISTRY)
