"""What a box shows when it has no data yet, is still loading, or could not read. Always in the box's own size."""

from __future__ import annotations

from dash import html

from core.model import Lang


def empty(what: str, why: str) -> html.Div:
    """Nothing to show, with the reason and what will change it."""
    return html.Div([html.B(what), html.Span(why)], className="state empty")


def loading(lang: Lang, lines: int = 3) -> html.Div:
    word = "正在读取" if lang == "zh" else "Loading"
    bones = [html.Span(className="bone", style={"width": f"{90 - 22 * (i % 3)}%"}) for i in range(lines)]
    return html.Div([html.Span(word, className="sr"), *bones], className="state loading", **{"aria-busy": "true"})


def failed(lang: Lang, why: str = "") -> html.Div:
    head = "读取失败" if lang == "zh" else "Could not be read"
    tail = "下一次更新时自动重试" if lang == "zh" else "Tried again with the next update"
    return html.Div([html.B(head), html.Span(why or tail)], className="state failed", role="alert")
