"""景气灯: the composite light and its components over twelve months, scored exactly as the indicator scores them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from dash import dcc, html

from core import clock
from core.model import Label, Measure, Measures, Value
from dashboards.context import Context
from dashboards.parts.csv import csv_button
from dashboards.parts.empty import empty
from dashboards.parts.lights import WORDS, Light, LightRow, light_grid
from dashboards.parts.number import written
from dashboards.parts.trend import difference
from indicators.economy._components import LIGHT, Component
from indicators.economy._series import growth
from indicators.economy.warning_light import LIGHTS, score

TITLE = Label("景气灯", "Cycle lights")
COMPOSITE, LEADING = "economy.warning_light", "economy.leading_index"
CODES = (COMPOSITE, LEADING, *(c.code for c in LIGHT))
_BY_SCORE: dict[int, Light] = {5: "red", 4: "yellow", 3: "green", 2: "cyan", 1: "blue"}
_BY_WORD: dict[str, Light] = dict(zip((light.zh for light in LIGHTS), WORDS, strict=True))
_MONTHS = 12


def panel(context: Context) -> list[Any]:
    now = clock.floor(context.now(), "month", context.city.zone)
    found = context.histories(CODES, grain="month", since=clock.add_months(now, -26), until=clock.add_months(now, 1))
    head = html.Header(
        [html.H2(context.text(TITLE)), html.Small("近 12 个月" if context.lang == "zh" else "last 12 months")]
    )
    last = _last_month(found, context.city.zone)
    if last is None:
        return [head, _nothing(context)]
    head.children.append(csv_button("ck-lights", "lights", context.lang))
    months = [clock.add_months(last, -i) for i in range(_MONTHS - 1, -1, -1)]
    rows = [_composite(context, found.get(COMPOSITE, []), months), *_components(context, found, months)]
    return [head, light_grid(rows, [str(m.month) for m in months], context.lang), _now(context, found)]


def _last_month(found: dict[str, list[Value]], zone: ZoneInfo) -> datetime | None:
    """The newest month in which anything was reported."""
    last = max((v.period_start_at for values in found.values() for v in _keep(values)), default=None)
    return last.astimezone(zone) if last else None


def _composite(context: Context, values: list[Value], months: list[datetime]) -> LightRow:
    by_month = {v.period_start_at: _BY_WORD.get(v.detail) for v in values if v.value is not None}
    name = "综合" if context.lang == "zh" else "Composite"
    return LightRow(name, f"/indicators/{COMPOSITE}", [by_month.get(m) for m in months], strong=True)


def _components(context: Context, found: dict[str, list[Value]], months: list[datetime]) -> list[LightRow]:
    zone = context.city.zone
    known = (v for values in found.values() for v in _keep(values))
    rows = [Measure(v.indicator, 1, v.value, last_at=v.period_end_at, bucket_at=v.period_start_at) for v in known]
    measures = Measures(rows, months[-1].astimezone(zone))
    return [
        LightRow(context.catalogue[c.code].name.at(context.lang), f"/indicators/{c.code}", _lights(measures, c, months))
        for c in LIGHT
        if c.code in context.catalogue
    ]


def _lights(measures: Measures, of: Component, months: list[datetime]) -> list[Light | None]:
    series = growth(measures, of.code, of.is_rate)
    scored = {month: _BY_SCORE[score(of, value)] for month, value in series.items()}
    return [scored.get((m.year, m.month)) for m in months]


def _nothing(context: Context) -> html.Div:
    if context.lang == "zh":
        return empty("还没有月度数据", "统计部门报送月度数据后，这里亮灯")
    return empty("No monthly data yet", "The lights come on with the first monthly reports")


def _now(context: Context, found: dict[str, list[Value]]) -> html.P | None:
    """综合 62 分，绿灯；先行指数 98.6（−0.4）"""
    light = _known(found, COMPOSITE)
    lead = _known(found, LEADING)
    zh, parts = context.lang == "zh", []
    if light:
        word = f" · {light[-1].detail}灯" if light[-1].detail else ""
        text = (
            f"综合 {written(light[-1].value, 0)} 分{word}" if zh else f"Composite {written(light[-1].value, 0)} of 100"
        )
        parts.append(dcc.Link(text, href=f"/indicators/{COMPOSITE}"))
    if lead:
        before = lead[-2].value if len(lead) > 1 else None
        change = difference(lead[-1].value, before, "点", 1, context.lang)
        name = "先行指数" if zh else "Leading index"
        parts.append(
            dcc.Link(
                f"{name} {written(lead[-1].value, 1)}"
                + (f"（{change}）" if change and zh else f" ({change})" if change else ""),
                href=f"/indicators/{LEADING}",
            )
        )
    return (
        html.P([p for pair in zip(parts, [" · "] * len(parts), strict=True) for p in pair][:-1], className="lights-now")
        if parts
        else None
    )


def _keep(values: list[Value]) -> list[Value]:
    return [v for v in values if v.value is not None]


def _known(found: dict[str, list[Value]], code: str) -> list[Value]:
    return _keep(found.get(code, []))
