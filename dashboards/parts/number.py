"""Numbers as people read them: thousands by comma, a real minus, the header's decimals, the unit small."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from math import isnan

from dash import html

from core.model import Indicator, Lang

NONE = "—"
UNSPOKEN = {"index", "ratio", "指数", "1"}
# Units that are words in Chinese, as an English reader says them. Signs such as % and μg/m³ stay.
UNITS_EN = {
    "件": "cases",
    "起": "events",
    "个": "",
    "次": "times",
    "站": "stations",
    "点": "pts",
    "分": "pts",
    "天": "d",
    "亿元": "×100 M CNY",
    "万元": "×10 k CNY",
    "人": "people",
    "户": "entities",
    "倍": "×",
    "条": "items",
    "件/万人": "per 10k people",
    "辆": "vehicles",
    "时": "h",
    "小时": "h",
    "分钟": "min",
    "级": "",
    "次/路·日": "per camera·day",
    "次/千路": "per 1,000 cameras",
    "处": "places",
    "路": "cameras",
}


def written(value: float | None, decimals: int = 1, sign: bool = False) -> str:
    """`1234.56` as `1,234.6`; None as a dash; what rounds to nothing but is not zero as `≈0`."""
    if value is None or isnan(value):
        return NONE
    exact = Decimal(repr(float(value)))
    shown = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    if shown == 0 and exact != 0:
        return "≈0"
    lead = "−" if shown < 0 else "+" if sign and shown > 0 else ""
    return f"{lead}{abs(shown):,}"


def unit(text: str, lang: Lang) -> str:
    if text in UNSPOKEN:
        return ""
    return text if lang == "zh" else UNITS_EN.get(text, text)


def measured(value: float | None, of: str, decimals: int, lang: Lang) -> str:
    """Value and unit in one line of text: 91.2%, 37 件, 37 cases."""
    size = unit(of, lang) if value is not None else ""
    return written(value, decimals) + (size if size == "%" else f" {size}" if size else "")


def spoken(detail: str, of: Indicator, lang: Lang) -> str:
    """A `detail` that lists things by semicolon, as a sentence lists them; in English by the indicator's own words."""
    if lang == "zh":
        return detail.replace(";", "、")
    for word in sorted(of.words, key=lambda word: -len(word.zh)):
        detail = detail.replace(word.zh, word.en)
    return detail.replace(";", ", ").replace("；", ", ")


def places(value: float, decimals: int) -> float:
    """Rounded as it is shown: half away from zero."""
    return float(Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def number(value: float | None, of: str, decimals: int, lang: Lang, className: str = "num") -> html.Span:
    """The value with its unit in a smaller size; a missing value has no unit."""
    small = unit(of, lang)
    tail = [html.Small(small, className="unit")] if small and value is not None else []
    return html.Span([written(value, decimals), *tail], className=className)
