"""Plain SVG: bars beside each other, stacked bars, a histogram. No library, and readable on light and dark pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

WIDTH, LABEL, LINE = 860, 330, 30
COLOURS = ("#2f6fde", "#e08a1e", "#3f9b6c", "#8a6fd1")


def bars(title: str, values: Mapping[str, float], unit: str) -> str:
    return stacked(title, {name: (value,) for name, value in values.items()}, (unit,))


def stacked(title: str, rows: Mapping[str, Sequence[float]], parts: Sequence[str]) -> str:
    """One bar a row, one colour a part; the sum stands behind the bar."""
    longest = max((sum(row) for row in rows.values()), default=0) or 1
    scale = (WIDTH - LABEL - 110) / longest
    body = [row(n, name, values, scale) for n, (name, values) in enumerate(rows.items())]
    return frame(title, [*body, legend(len(rows), parts)], LINE * (len(rows) + 3))


def row(number: int, name: str, values: Sequence[float], scale: float) -> str:
    top, left, found = LINE * (number + 1) + 14, float(LABEL), [text(LABEL - 10, LINE * (number + 1) + 31, name, "end")]
    for n, value in enumerate(values):
        found.append(rectangle(left, top, value * scale, LINE - 8, COLOURS[n % len(COLOURS)]))
        left += value * scale
    return "".join([*found, text(left + 8, top + 17, short(sum(values)))])


def legend(number: int, parts: Sequence[str]) -> str:
    top, found = LINE * (number + 1) + 20, []
    for n, part in enumerate(parts):
        left = LABEL + 150 * n
        found.append(rectangle(left, top, 12, 12, COLOURS[n % len(COLOURS)]) + text(left + 18, top + 11, part))
    return "".join(found)


def histogram(title: str, edges: Sequence[float], counts: Sequence[int], unit: str) -> str:
    """`edges` has one more than `counts`."""
    height, left, wide = 220, 50, (WIDTH - 100) / len(counts)
    most = max(counts) or 1
    columns = [
        rectangle(left + n * wide, 40 + height * (1 - count / most), wide - 2, height * count / most, COLOURS[0])
        for n, count in enumerate(counts)
    ]
    marks = [text(left + n * wide, height + 58, short(edges[n]), "middle") for n in range(0, len(edges), 5)]
    return frame(title, [*columns, *marks, text(WIDTH - 40, height + 80, unit, "end")], height + 95)


def frame(title: str, body: Sequence[str], height: int) -> str:
    inside = "\n".join([text(12, 24, title, weight=600), *body])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="14">\n'
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>\n{inside}\n</svg>\n'
    )


def rectangle(left: float, top: float, width: float, height: float, colour: str) -> str:
    return f'<rect x="{left:.1f}" y="{top:.1f}" width="{max(width, 0.5):.1f}" height="{height:.1f}" fill="{colour}"/>'


def text(left: float, top: float, words: str, anchor: str = "start", weight: int = 400) -> str:
    return (
        f'<text x="{left:.1f}" y="{top:.1f}" text-anchor="{anchor}" font-weight="{weight}" fill="#1c2733">'
        f"{escape(words)}</text>"
    )


def short(value: float) -> str:
    """Three figures are enough beside a bar."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
