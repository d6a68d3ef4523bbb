"""Five lights 景气灯: one row a component, one cell a month, a letter in each so that colour never stands alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from dash import dcc, html

from core.model import Label, Lang

Light = Literal["red", "yellow", "green", "cyan", "blue"]
# From overheated to too cold, as the indicator has them.
WORDS: dict[Light, tuple[Label, Label]] = {
    "red": (Label("红", "R"), Label("过热", "overheated")),
    "yellow": (Label("黄", "Y"), Label("偏热", "warm")),
    "green": (Label("绿", "G"), Label("正常", "normal")),
    "cyan": (Label("浅", "C"), Label("偏冷", "cool")),
    "blue": (Label("蓝", "B"), Label("过冷", "cold")),
}


@dataclass(frozen=True, slots=True)
class LightRow:
    """`lights` by month, oldest first; None where the component has no score."""

    name: str
    href: str
    lights: Sequence[Light | None]
    strong: bool = False


def light_grid(rows: Sequence[LightRow], months: Sequence[str], lang: Lang) -> html.Div:
    head = html.Tr(
        [html.Th("月" if lang == "zh" else "Month", scope="col"), *(html.Th(m, scope="col") for m in months)]
    )
    body = [_row(row, months, lang) for row in rows]
    return html.Div([html.Table([html.Thead(head), html.Tbody(body)], className="lights"), _key(lang)])


def _row(row: LightRow, months: Sequence[str], lang: Lang) -> html.Tr:
    cells = [_cell(light, month, lang) for light, month in zip(row.lights, months, strict=True)]
    return html.Tr(
        [html.Th(dcc.Link(row.name, href=row.href, title=row.name), scope="row"), *cells],
        className="strong" if row.strong else None,
    )


def _cell(light: Light | None, month: str, lang: Lang) -> html.Td:
    if light is None:
        missing = "无数据" if lang == "zh" else "no data"
        return html.Td(html.Span("–", className="light none"), title=f"{month} {missing}")
    letter, word = WORDS[light]
    return html.Td(html.Span(letter.at(lang), className=f"light {light}"), title=f"{month} {word.at(lang)}")


def _key(lang: Lang) -> html.Div:
    marks = [html.Span([html.Span(a.at(lang), className=f"light {k}"), b.at(lang)]) for k, (a, b) in WORDS.items()]
    return html.Div(marks, className="lights-key")
