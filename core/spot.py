"""Where in the bytes of a refused record its fault stands, as far as the sentence about it says."""

from __future__ import annotations

import re

Spot = tuple[int, int]
_CHARACTER = re.compile(r"at character (\d+)")
_BYTE = re.compile(r"^byte (\d+) is 0x")
_KEY = re.compile(r"^the key '([^']*)' stands twice")
_FIELD = re.compile(r"^(?:value of )?([A-Za-z_][\w.]*) is ")
_NUMBER = re.compile(r"^a number is (\S+);|^the number '([^']*)' is not finite")
_VALUE = rb'\s*:\s*("(?:[^"\\]|\\.)*"?|\[[^\]]*\]?|\{[^}]*\}?|[^,}\]\s]+)'


def spot(raw: bytes, sentence: str) -> Spot | None:
    """Start and end of the faulty bytes; None when the fault is no one place (a field that is missing)."""
    found = _numbered(raw, sentence) or _named(raw, sentence)
    return found if found and found[0] < len(raw) else None


def marked(raw: bytes, sentence: str, marks: tuple[str, str] = ("»", "«")) -> str:
    """The record as text with its faulty spot between the marks."""
    before, fault, after = split(raw, sentence)
    return before + marks[0] + fault + marks[1] + after if fault else before


def split(raw: bytes, sentence: str) -> tuple[str, str, str]:
    """Text before, at and after the fault; bytes that are not UTF-8 are shown by their numbers."""
    start, end = spot(raw, sentence) or (len(raw), len(raw))
    return _text(raw[:start]), _text(raw[start:end]), _text(raw[end:])


def _text(part: bytes) -> str:
    return part.decode("utf-8", "backslashreplace")


def _numbered(raw: bytes, sentence: str) -> Spot | None:
    if at := _BYTE.search(sentence):
        return int(at[1]), int(at[1]) + 1
    if at := _CHARACTER.search(sentence):
        start = len(raw.decode("utf-8", "replace")[: int(at[1])].encode())
        start = min(start, max(len(raw) - 1, 0))  # the fault of a record that breaks off is its end
        return start, start + 1
    return None


def _named(raw: bytes, sentence: str) -> Spot | None:
    if key := _KEY.search(sentence):
        places = list(re.finditer(re.escape(f'"{key[1]}"'.encode()), raw))
        return places[-1].span() if len(places) > 1 else None
    if number := _NUMBER.search(sentence):
        at = raw.find((number[1] or number[2]).encode())
        return (at, at + len(number[1] or number[2])) if at >= 0 else None
    field = _FIELD.search(sentence)
    return _value(raw, field[1]) or _value(raw, "value") if field else None


def _value(raw: bytes, path: str) -> Spot | None:
    """The value of the last name of a path; a metric's own sentence names the metric, and its value is `value`."""
    name = path.rsplit(".", 1)[-1]
    found = re.search(re.escape(f'"{name}"'.encode()) + _VALUE, raw)
    return found.span(1) if found else None
