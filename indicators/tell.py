"""Which indicators changed, to all screens, when the transaction commits."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from core.store import Session

CHANNEL = "value"
LONGEST_BYTES = 7999  # PostgreSQL carries payloads under 8,000 bytes


def tell(session: Session, codes: Iterable[str]) -> None:
    for part in payloads(codes):
        session.run("SELECT pg_notify(%s, %s)", (CHANNEL, part))


def payloads(codes: Iterable[str], longest: int = LONGEST_BYTES) -> Iterator[str]:
    """JSON lists of sorted codes, as few as the limit allows."""
    part: list[str] = []
    size = 2
    for code in sorted(set(codes)):
        more = len(json.dumps(code)) + 2
        if part and size + more > longest:
            yield json.dumps(part)
            part, size = [], 2
        part.append(code)
        size += more
    if part:
        yield json.dumps(part)
