"""Callers: a keyed hash is stored, the number itself nowhere."""

from __future__ import annotations

import hashlib
import hmac
import re
from typing import Any

KEYED = "keyed:"
_CALLER = re.compile(rb'("caller"\s*:\s*)("(?:[^"\\]|\\.)*"?|[^,}\s]+)')
# Mobile and land-line numbers of mainland China, wherever they stand.
_PHONE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?(?:1[3-9]\d{9}|0\d{2,3}[- ]?\d{7,8})(?!\d)")
_PHONE_BYTES = re.compile(_PHONE.pattern.encode())
SHOWN = "***"


def caller_hash(caller: str, key: str) -> str:
    """The same caller gives the same 32 hex digits; without the key nobody can try numbers."""
    return hmac.new(key.encode(), caller.strip().encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:32]


def hide_raw(raw: bytes, key: str) -> bytes:
    """Raw bytes of a ticket record as a dead letter keeps them; a replay still finds the keyed caller."""

    def keyed(match: re.Match[bytes]) -> bytes:
        caller = match[2].strip(b'"').decode("utf-8", "replace")
        return match[1] + f'"{KEYED}{caller_hash(caller, key)}"'.encode()

    return _PHONE_BYTES.sub(SHOWN.encode(), _CALLER.sub(keyed, raw))


def hide_text(node: Any, caller: str | None) -> Any:
    """Text, list or object without phone numbers and without the caller."""
    if isinstance(node, str):
        clean = _PHONE.sub(SHOWN, node)
        return clean.replace(caller, SHOWN) if caller and len(caller) >= 5 else clean
    if isinstance(node, dict):
        return {name: hide_text(child, caller) for name, child in node.items()}
    return [hide_text(child, caller) for child in node] if isinstance(node, list) else node
