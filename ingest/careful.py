"""One record at a time: exact reasons for what is wrong, and the fields we do not know."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable
from typing import Any, TypeVar

import msgspec

from ingest.model import Bad

S = TypeVar("S", bound=msgspec.Struct)

MAX_BYTES = 64 * 1024
MAX_DEPTH = 16
MAX_DIGITS = 40
MAX_EXTRA_BYTES = 4096
SCHEMA = 1
_BOM = b"\xef\xbb\xbf"


def bounded(value: bytes | None) -> bytes:
    """The bytes of a record that is neither empty nor too large."""
    if value is None:
        raise Bad("empty", "the record has no value (a tombstone); allowed is one JSON object")
    if not value.strip():
        raise Bad("empty", "the record is empty; allowed is one JSON object")
    if len(value) > MAX_BYTES:
        raise Bad("too_large", f"the record has {len(value)} bytes; allowed are {MAX_BYTES}")
    if value.startswith(_BOM):
        raise Bad("byte_order_mark", "the record begins with a byte order mark; allowed is plain UTF-8")
    return value


def tree(value: bytes) -> dict[str, Any]:
    """The JSON object of a record, with every key once and every number and text storable."""
    try:
        text = value.decode("utf-8")
        found = json.loads(
            text, object_pairs_hook=_once, parse_constant=_constant, parse_int=_integer, parse_float=_float
        )
    except UnicodeDecodeError as error:
        raise Bad("not_utf8", f"byte {error.start} is 0x{value[error.start]:02x}, which is not UTF-8") from None
    except json.JSONDecodeError as error:
        raise Bad("not_json", f"not JSON at character {error.pos}: {error.msg}") from None
    except RecursionError:
        raise Bad("too_deep", f"nested too deep; allowed are {MAX_DEPTH} levels") from None
    if not isinstance(found, dict):
        raise Bad("not_object", f"the record is a JSON {type(found).__name__}; allowed is an object")
    # Only an escape can bring a NUL or half a surrogate pair, and depth needs as many brackets.
    if b"\\u" in value or value.count(b"{") + value.count(b"[") > MAX_DEPTH:
        _check(found, "$", 1)
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise Bad("duplicate_key", f"the key {shown(twice)} stands twice in one object; allowed is once")
    return found


def _constant(name: str) -> Any:
    raise Bad("not_finite", f"a number is {name}; allowed are finite numbers")


def _integer(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise Bad("number_too_large", f"an integer has {len(digits)} digits; allowed are {MAX_DIGITS}")
    return int(digits)


def _float(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise Bad("not_finite", f"the number {shown(text)} is not finite as a double; allowed are finite numbers")
    return number


def _check(node: Any, path: str, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise Bad("too_deep", f"{path[:80]} is nested deeper than {MAX_DEPTH} levels")
    if isinstance(node, str):
        _check_text(node, path)
    for name, child in _children(node):
        _check_text(name, path)
        _check(child, f"{path}.{name}", depth + 1)


def _children(node: Any) -> Iterable[tuple[str, Any]]:
    if isinstance(node, dict):
        return node.items()
    return ((str(i), child) for i, child in enumerate(node)) if isinstance(node, list) else ()


def _check_text(text: str, path: str) -> None:
    if "\0" in text:
        raise Bad("bad_text", f"{shown(path)} holds the character NUL, which no text column can store")
    if not text.isascii() and any("\ud800" <= c <= "\udfff" for c in text):
        raise Bad("bad_text", f"{shown(path)} holds half of a surrogate pair, which is not a character")


def shown(value: object, limit: int = 60) -> str:
    """A value as a sentence may quote it."""
    text = ascii(value) if isinstance(value, str) and not value.isprintable() else repr(value)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def typed(found: dict[str, Any], struct: type[S], hidden: frozenset[str] = frozenset()) -> S:
    """The struct of a checked tree; `hidden` fields are never quoted."""
    _known_schema(found)
    try:
        return msgspec.convert(found, struct)
    except msgspec.ValidationError as error:
        raise _explained(str(error), found, hidden) from None
    except (OverflowError, ValueError) as error:
        raise Bad("bad_value", f"a value is outside what can be stored: {error}") from None


def _known_schema(found: dict[str, Any]) -> None:
    if "schema" not in found:
        raise Bad("missing_field", "the required field 'schema' is missing; allowed is 1")
    schema = found["schema"]
    if schema is True or schema != SCHEMA or not isinstance(schema, int):
        raise Bad(
            "unknown_schema", f"schema is {shown(schema)}; this version reads {SCHEMA}, a later one may replay it"
        )


_AT = re.compile(r"(?P<what>.*?) - at `\$\.?(?P<path>[^`]*)`$", re.S)
_REASONS = (
    ("missing required field", "missing_field"),
    ("timezone component", "naive_time"),
    ("RFC3339", "bad_time"),
    ("Expected `datetime`", "bad_time"),
    ("Number out of range", "not_finite"),
)


def _explained(message: str, found: dict[str, Any], hidden: frozenset[str]) -> Bad:
    reason = next((code for mark, code in _REASONS if mark in message), "bad_value")
    at = _AT.match(message)
    if at is None or not at["path"]:
        return Bad(reason, message)
    value = _value(found, at["path"])
    quoted = "a value not shown" if hidden & set(at["path"].split(".")) else shown(value)
    allowed = {"naive_time": "allowed is RFC 3339 with an offset", "bad_time": "allowed is RFC 3339 with an offset"}
    return Bad(reason, f"{at['path']} is {quoted}: {allowed.get(reason, at['what'])}")


def _value(node: Any, path: str) -> Any:
    for name in path.split("."):
        node = node.get(name) if isinstance(node, dict) else None
    return node


def unknown(found: dict[str, Any], struct: type[msgspec.Struct]) -> dict[str, Any]:
    """Fields that the struct does not have."""
    return {name: value for name, value in found.items() if name not in struct.__struct_fields__}


def capped(extra: dict[str, Any]) -> dict[str, Any] | None:
    """Unknown fields as they are kept: all, or only their names when they are too large."""
    if not extra:
        return None
    if len(msgspec.json.encode(extra)) <= MAX_EXTRA_BYTES:
        return extra
    return {"too_large_fields": [name[:64] for name in list(extra)[:32]]}
