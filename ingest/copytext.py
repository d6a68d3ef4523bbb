"""Python values as PostgreSQL reads them: lines of COPY in text form, and array literals. Column by column, because that is quick."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

NULL = "\\N"
_SPECIAL = re.compile(r"[\\\t\n\r]")
_ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}


def lines(rows: Iterable[Sequence[Any]]) -> bytes:
    """Rows of texts, numbers, times and truth values; None is NULL."""
    columns = [_column(values) for values in zip(*rows, strict=True)]
    return "\n".join([*map("\t".join, zip(*columns, strict=True)), ""]).encode()


def _column(values: tuple[Any, ...]) -> Sequence[str]:
    kinds = set(map(type, values))
    nulls = type(None) in kinds
    if kinds == {type(None)}:
        return (NULL,) * len(values)
    if str in kinds:
        return _texts(values, nulls)
    return [NULL if v is None else str(v) for v in values] if nulls else list(map(str, values))


def _texts(values: tuple[Any, ...], nulls: bool) -> Sequence[str]:
    if _SPECIAL.search("".join(filter(None, values) if nulls else values)):
        return [NULL if v is None else _SPECIAL.sub(lambda found: _ESCAPES[found[0]], v) for v in values]
    return [NULL if v is None else v for v in values] if nulls else values


def array(texts: Sequence[str]) -> str:
    """A literal of text[], or of what its elements are read as."""
    if not texts:
        return "{}"
    joined = '","'.join(texts)
    if "\\" in joined or joined.count('"') != 2 * (len(texts) - 1):
        joined = '","'.join([t.replace("\\", "\\\\").replace('"', '\\"') for t in texts])
    return f'{{"{joined}"}}'
