"""A spark line: the series, the normal band behind it, a gap where a value is missing, a dot on the newest."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from core.model import Lang, Status
from dashboards.parts.draw import Draw, Shape

WIDTH, HEIGHT, EDGE = 120.0, 32.0, 3.0
Band = tuple[float, float] | None


def spark(values: Sequence[float | None], band: Sequence[Band] = (), word: Status = "none", lang: Lang = "zh") -> Draw:
    """`band` holds (low, high) for each value, or nothing; a hole in either is left open."""
    scale = _scale([v for v in values if v is not None], [b for b in band if b])
    step = WIDTH / max(1, len(values) - 1)
    points = [None if v is None else (i * step, scale(v)) for i, v in enumerate(values)]
    areas = [None if b is None else (i * step, scale(b[0]), scale(b[1])) for i, b in enumerate(band)]
    shapes = [_area(run) for run in runs(areas)] + [s for run in runs(points) for s in _line(run)]
    return Draw(shapes + _dot(points), (WIDTH, HEIGHT), _words(values, lang), className=f"draw spark {word}")


def runs(items: Sequence[tuple[float, ...] | None]) -> list[list[tuple[float, ...]]]:
    """Stretches without a hole."""
    found: list[list[tuple[float, ...]]] = [[]]
    for item in items:
        if item is None:
            found.append([])
        else:
            found[-1].append(item)
    return [run for run in found if run]


def _scale(values: list[float], bands: list[tuple[float, float]]) -> Callable[[float], float]:
    every = values + [x for pair in bands for x in pair]
    low, high = (min(every), max(every)) if every else (0.0, 1.0)
    if high == low:
        low, high = low - 1, high + 1
    return lambda v: HEIGHT - EDGE - (v - low) / (high - low) * (HEIGHT - 2 * EDGE)


def _line(run: list[tuple[float, ...]]) -> list[Shape]:
    # A lone value between two holes would be an invisible line of no length.
    if len(run) == 1:
        x, y = run[0]
        return [{"tag": "line", "x1": x, "x2": x + 0.1, "y1": y, "y2": y, "className": "spark-lone"}]
    return [{"tag": "polyline", "points": " ".join(f"{x:.1f},{y:.1f}" for x, y in run), "className": "spark-line"}]


def _area(run: list[tuple[float, ...]]) -> Shape:
    below, above = [(x, low) for x, low, _ in run], [(x, high) for x, _, high in run]
    return {
        "tag": "polygon",
        "points": " ".join(f"{x:.1f},{y:.1f}" for x, y in below + above[::-1]),
        "className": "spark-band",
    }


def _dot(points: Sequence[tuple[float, float] | None]) -> list[Shape]:
    if not points or points[-1] is None:
        return []
    x, y = points[-1]
    return [{"tag": "line", "x1": x - 0.05, "x2": x, "y1": y, "y2": y, "className": "spark-dot"}]


def _words(values: Sequence[float | None], lang: Lang) -> str:
    known = [v for v in values if v is not None]
    if not known:
        return "没有历史值" if lang == "zh" else "No history"
    missing = len(values) - len(known)
    if lang == "zh":
        return f"{len(values)} 期走势，最低 {min(known):.6g}，最高 {max(known):.6g}" + (
            f"，缺 {missing} 期" if missing else ""
        )
    return f"{len(values)} periods, low {min(known):.6g}, high {max(known):.6g}" + (
        f", {missing} missing" if missing else ""
    )
