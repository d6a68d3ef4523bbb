"""Status as shape, word and colour together, so that none of the three has to carry it alone."""

from __future__ import annotations

from collections.abc import Iterable

from dash import html

from core.model import Label, Lang, Status

WORDS: dict[Status, Label] = {
    "good": Label("正常", "Normal"),
    "watch": Label("关注", "Watch"),
    "alert": Label("异常", "Alert"),
    "stale": Label("停报", "Silent"),
    "none": Label("无数据", "No data"),
}
# What a leader must see first. Silence ranks above normal: nobody knows what it hides.
_WORST: tuple[Status, ...] = ("alert", "watch", "stale", "good", "none")


def status(word: Status, lang: Lang, text: str = "", hint: str = "") -> html.Span:
    """`text` replaces the word (停报 42 分); `hint` is the reason, shown on hover and read out."""
    shown = text or WORDS[word].at(lang)
    hidden = [html.Span(f" {hint}", className="sr")] if hint else []
    return html.Span([html.I(**{"aria-hidden": "true"}), shown, *hidden], className=f"s {word}", title=hint or None)


def worst(words: Iterable[Status]) -> Status:
    found = set(words)
    return next((w for w in _WORST if w in found), "none")


def rank(word: Status) -> int:
    """0 for the worst: a sort key."""
    return _WORST.index(word)
