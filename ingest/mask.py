"""Callers: a keyed hash is stored, the number itself nowhere. Numbers of persons are shortened wherever text is kept."""

from __future__ import annotations

import hmac
import re
from typing import Any

KEYED = "keyed:"
_CALLER = re.compile(rb'("caller"\s*:\s*)("(?:[^"\\]|\\.)*"?|[^,}\s]+)')
# Mobile and land-line numbers of mainland China, wherever they stand.
_PHONE = re.compile(r"(?<!\d)(?<!\d\.)(?:\+?86[- ]?)?(?:1[3-9]\d{9}|0\d{2,3}[- ]?\d{7,8})(?!\d)")
_PHONE_BYTES = re.compile(_PHONE.pattern.encode())
# Resident identity numbers: area, birthday, sequence, check character.
_ID = re.compile(r"(?<!\d)[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)")
_ID_BYTES = re.compile(_ID.pattern.encode())
SHOWN = "***"
_KEPT = 3  # characters of a shortened number that still say what it was


def short_raw(raw: bytes) -> bytes:
    """Numbers of persons marked by stars of the same length, so that the faulty spot stays where the sentence says."""
    for pattern in (_ID_BYTES, _PHONE_BYTES):
        raw = pattern.sub(lambda found: found[0][:_KEPT] + b"*" * (len(found[0]) - _KEPT), raw)
    return raw


def short_text(text: str) -> str:
    for pattern in (_ID, _PHONE):
        text = pattern.sub(lambda found: found[0][:_KEPT] + "*" * (len(found[0]) - _KEPT), text)
    return text


def caller_hash(caller: str, key: str) -> str:
    """The same caller gives the same 32 hex digits; without the key nobody can try numbers."""
    return hmac.digest(key.encode(), caller.strip().encode("utf-8", "replace"), "sha256").hex()[:32]


def hide_raw(raw: bytes, key: str) -> bytes:
    """Raw bytes of a ticket record without its caller; a replay still finds the keyed one."""

    def keyed(match: re.Match[bytes]) -> bytes:
        caller = match[2].strip(b'"').decode("utf-8", "replace")
        return match[1] + f'"{KEYED}{caller_hash(caller, key)}"'.encode()

    return _CALLER.sub(keyed, raw)


def hide_text(node: Any, caller: str | None) -> Any:
    """Text, list or object without phone numbers and without the caller."""
    if isinstance(node, str):
        clean = _PHONE.sub(SHOWN, _ID.sub(SHOWN, node))
        return clean.replace(caller, SHOWN) if caller and len(caller) >= 5 else clean
    if isinstance(node, dict):
        return {name: hide_text(child, caller) for name, child in node.items()}
    return [hide_text(child, caller) for child in node] if isinstance(node, list) else node
