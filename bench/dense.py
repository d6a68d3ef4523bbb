"""The dense readings of the bench in the form of the table, for those who only write rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from xxhash import xxh3_64_intdigest

from bench.readings import DENSE


def flat(first_s: int, rows: int) -> Iterator[dict[str, Any]]:
    """In order of time, every source once a second; `observed_at` in seconds since 1970."""
    random = np.random.default_rng(1)
    for at_s in range(first_s, first_s + rows // DENSE.sources):
        for source_no, value in enumerate(random.uniform(30, 50, DENSE.sources).tolist()):
            yield {
                "observed_at": at_s,
                "value": round(value, 2),
                "event_hash": xxh3_64_intdigest(f"{source_no}-{at_s}".encode()) - (1 << 63),
                "source_no": source_no,
                "metric_no": 1,
                "quality": 0,
            }
