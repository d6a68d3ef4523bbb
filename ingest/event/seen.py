"""Which ids of a low-volume stream were met before, and with what content."""

from __future__ import annotations

from ingest import copytext
from ingest.sink import Refused, Transaction

MANY = 50  # fewer are not worth the round trips of a savepoint
_HEAD, _TAIL = b"PGCOPY\n\xff\r\n\0" + bytes(8), b"\xff\xff"


def remember(tx: Transaction, stream: str, bodies: dict[str, bytes]) -> dict[str, bytes]:
    """Stores ids with their fingerprints; answers those stored before, with the fingerprints of then.

    Nearly always all are new: one COPY. Only when the database says that some id is not, each is asked about.
    """
    ids = sorted(bodies)
    if len(ids) >= MANY:
        try:
            with tx.savepoint():
                tx.copy("copy_event_seen", _binary(stream, ids, bodies))
            return {}
        except Refused:
            pass
    given = b"".join([bodies[event_id] for event_id in ids])
    old = tx.rows("remember_event", stream=stream, ids=copytext.array(ids), bodies=given)
    if not old:
        return {}
    # A statement of its own: what another worker committed meanwhile is visible only now.
    found = tx.rows("seen_event", stream=stream, ids=[row["event_id"] for row in old])
    return {row["event_id"]: bytes(row["body_sha256"]) for row in found}


def _binary(stream: str, ids: list[str], bodies: dict[str, bytes]) -> bytes:
    """COPY's own form of (stream, event_id, body_sha256): for each field its length and its bytes."""
    start = (3).to_bytes(2, "big") + _field(stream.encode())
    rows = [b"%b%b%b" % (start, _field(event_id.encode()), _field(bodies[event_id])) for event_id in ids]
    return b"".join((_HEAD, *rows, _TAIL))


def _field(value: bytes) -> bytes:
    return len(value).to_bytes(4, "big") + value
