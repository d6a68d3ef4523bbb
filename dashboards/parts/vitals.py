"""城市体征: one row a vital: name, value with unit, spark line on its normal band, change against yesterday, status."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import dcc, html

from core.model import Label, Lang
from dashboards.parts.card import Vital, status_of
from dashboards.parts.number import number
from dashboards.parts.spark import spark
from dashboards.parts.trend import BASES, difference

Group = tuple[Label, tuple[str, ...]]
GROUPS: tuple[Group, ...] = (
    (
        Label("环境与运行", "Environment and operations"),
        (
            "environment.aqi_hour",
            "water.rain_24h_max",
            "water.over_warning_count",
            "traffic.delay_index",
            "municipal.cover_open",
        ),
    ),
    (Label("民生诉求", "Citizens"), ("hotline.accepted", "hotline.on_time", "hotline.satisfied", "hotline.overdue")),
    (Label("感知与数据", "Sensing and data"), ("video.online_rate", "data.located_rate", "data.dead_letter_rate")),
)
CODES = tuple(code for _, codes in GROUPS for code in codes)


def row(v: Vital, lang: Lang, area: str = "") -> dcc.Link:
    of, value = v.indicator, v.value
    href = f"/indicators/{of.code}" + (f"?area={area}" if area else "")
    shown = value.value if value else None
    cells = [
        html.Span(of.name.at(lang), className="vn"),
        number(shown, of.unit, of.decimals, lang, "vv num"),
        html.Span(spark(v.history, v.band, v.word, lang), className="vs"),
        html.Span(
            [html.Span(_change(v, lang), className="num", title=_base(v, lang)), status_of(v, lang)], className="vd"
        ),
    ]
    stale = " is-stale" if v.word == "stale" else ""
    return dcc.Link(cells, href=href, className=f"v {v.word}{stale}")


def _change(v: Vital, lang: Lang) -> str:
    value = v.value.value if v.value else None
    return difference(value, v.base, v.indicator.unit, v.indicator.decimals, lang)


def _base(v: Vital, lang: Lang) -> str:
    grain = v.value.grain if v.value else v.indicator.grains[0]
    return BASES[grain].at(lang)


def groups(found: Mapping[str, Vital], lang: Lang, area: str = "", order: Sequence[Group] = GROUPS) -> list[Any]:
    """Groups without a single known indicator are left out; known ones keep their row even without a value."""
    parts: list[Any] = []
    for name, codes in order:
        rows = [row(found[c], lang, area) for c in codes if c in found]
        if rows:
            parts.append(html.Section([html.H3(name.at(lang), className="t3"), *rows]))
    return parts
