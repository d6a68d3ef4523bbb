"""The head of an indicator page: the number, what it is made of, where it comes from, who answers for it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from dash import dcc, html

from core.model import Definition, Indicator, Query, Rollup, Value, Values
from dashboards.context import Context
from dashboards.indicator.ask import GRAINS, Ask, subject_name
from dashboards.parts.card import Vital, status_of
from dashboards.parts.number import measured, number, spoken, written
from dashboards.parts.target import target_bar, target_of, target_words
from dashboards.parts.trend import trend
from dashboards.parts.when import clock, span
from dashboards.reads.vitals import base_of_one

# Where a stream's records are kept. A reader of the page can ask the database the same.
TABLES = {
    "iot.reading": "raw.reading",
    "video.event": "raw.video_event",
    "hotline.ticket": "state.ticket",
    "stats.report": "raw.report",
}


def newest(context: Context, ask: Ask) -> Value | None:
    return context.latest([ask.code], ask.subject_kind, ask.subject, ask.grain).get(ask.code)


def head(context: Context, ask: Ask) -> list[Any]:
    of, lang = context.catalogue[ask.code], context.lang
    value = newest(context, ask)
    target = target_of(context.city, ask.code, context.now().date()) if ask.subject_kind == "area" else None
    vital = Vital(of, value, context.now(), target=target)
    amount = value.value if value else None
    base = base_of_one(context, value) if value else None
    change = trend(amount, base.value if base else None, ask.grain, of.unit, of.decimals, lang)
    return [
        html.Div([number(amount, of.unit, of.decimals, lang, "num big"), status_of(vital, lang)], className="big-line"),
        html.Div(spoken(value.detail, of, lang), className="big-detail") if value and value.detail else None,
        change,
        target_bar(of, amount, target),
        html.Span(
            target_words(of, amount, target, lang), className="target-words", title=target.cite if target else None
        ),
        _facts(_freshness(context, ask, value), "facts times"),
    ]


def _freshness(context: Context, ask: Ask, value: Value | None) -> list[tuple[str, Any]]:
    zh, zone, now = context.lang == "zh", context.city.zone, context.now()

    def at(moment: datetime | None) -> str:
        return clock(moment.astimezone(zone), now, context.lang) if moment else "—"

    if value is None:
        return [("数值" if zh else "Value", "尚无计算结果" if zh else "Not computed yet")]
    name = span(value, zone, context.lang)
    rows = [
        (
            "时段" if zh else "Period",
            f"{name}（{GRAINS[ask.grain].zh}）" if zh else f"{name} ({GRAINS[ask.grain].en.lower()})",
        ),
        ("数据截至" if zh else "Data until", at(value.data_until_at)),
        ("算出时间" if zh else "Known at", at(value.known_at)),
    ]
    if value.value is None:
        rows.append(("没有数值的原因" if zh else "Why no value", value.reason or "—"))
        rows.append(("最近有值" if zh else "Last good", _last_good(context, ask)))
    return rows


def _last_good(context: Context, ask: Ask) -> str:
    good = [v for v in context.history(ask.code, ask.subject_kind, ask.subject, ask.grain) if v.value is not None]
    if not good:
        return "—"
    of = context.catalogue[ask.code]
    name = span(good[-1], context.city.zone, context.lang)
    return f"{name} · {measured(good[-1].value, of.unit, of.decimals, context.lang)}"


def _facts(rows: list[tuple[str, Any]], className: str = "facts") -> html.Dl:
    return html.Dl([html.Div([html.Dt(k), html.Dd(v)]) for k, v in rows if v], className=className)


def in_force(of: Indicator, on: date) -> Definition | None:
    return max((d for d in of.definitions if d.since <= on), key=lambda d: d.since, default=None)


def formula(context: Context, ask: Ask) -> list[Any]:
    of, zh = context.catalogue[ask.code], context.lang == "zh"
    value = newest(context, ask)
    chosen = next((d for d in of.definitions if value and d.id == value.definition), None) or in_force(
        of, context.now().date()
    )
    owner = context.city.departments.get(of.owner)
    rows: list[tuple[str, Any]] = [
        ("依据" if zh else "Clause", chosen.cite if chosen else ""),
        ("口径编号" if zh else "Definition", html.Span([html.Code(chosen.id), _since(chosen, zh)]) if chosen else ""),
        ("责任单位" if zh else "Owner", owner.name.label.at(context.lang) if owner else of.owner),
        ("更新规则" if zh else "Update rule", of.update_rule.at(context.lang)),
        ("说明" if zh else "Note", of.note),
        ("其他口径" if zh else "Other definitions", _others(of, chosen)),
    ]
    return [
        html.H2("口径与依据" if zh else "Definition"),
        html.P(of.formula_text.at(context.lang), className="formula-text"),
        _live(context, of, value),
        _facts(rows),
    ]


def _since(of: Definition, zh: bool) -> str:
    return f"，{of.since} 起" if zh else f", since {of.since}"


def _others(of: Indicator, chosen: Definition | None) -> Any:
    rest = [d for d in of.definitions if d is not chosen]
    return html.Ul([html.Li([html.Code(d.id), f" {d.since} · {d.cite}"]) for d in rest]) if rest else ""


def _live(context: Context, of: Indicator, value: Value | None) -> html.Div | None:
    """The formula with the numbers of this very value in it."""
    if value is None or value.numerator is None or value.denominator is None:
        return None
    zh = context.lang == "zh"
    top = of.numerator_name.at(context.lang) or ("分子" if zh else "Numerator")
    low = of.denominator_name.at(context.lang) or ("分母" if zh else "Denominator")
    parts = [_term(top, value.numerator), html.Span("÷", className="op"), _term(low, value.denominator)]
    parts += [html.Span("→", className="op"), html.B(number(value.value, of.unit, of.decimals, context.lang))]
    return html.Div(parts, className="live-formula")


def _term(name: str, value: float) -> html.Span:
    exact = written(value, 0 if value == int(value) else 2)
    return html.Span([html.B(exact, className="num"), html.Small(name)], className="term")


def lineage(context: Context, ask: Ask) -> list[Any]:
    of, zh = context.catalogue[ask.code], context.lang == "zh"
    steps = [
        ("数据流" if zh else "Stream", _streams(of)),
        ("明细表" if zh else "Table", sorted({TABLES.get(s.split(":")[0], s) for s in of.sources})),
        ("汇总" if zh else "Rollup", _inputs(of)),
        ("指标值" if zh else "Value", ["val.value", of.code]),
    ]
    cells: list[Any] = []
    for i, (name, things) in enumerate(s for s in steps if s[1]):
        cells += [html.Span("→", className="op", **{"aria-hidden": "true"})] if i else []
        cells.append(html.Div([html.Small(name), *(html.Span(t, className="thing") for t in things)], className="step"))
    return [html.H2("从哪里来" if zh else "Where it comes from"), html.Div(cells, className="lineage")]


def _streams(of: Indicator) -> list[Any]:
    topics: dict[str, list[str]] = {}
    for source in of.sources:
        topic, _, metric = source.partition(":")
        topics.setdefault(topic, []).append(metric)
    return [
        f"{topic}（{'、'.join(m for m in metrics if m)}）" if any(metrics) else topic
        for topic, metrics in topics.items()
    ]


def _inputs(of: Indicator) -> list[Any]:
    found: list[Any] = []
    for given in of.inputs:
        if isinstance(given, Rollup):
            found.append(
                f"roll · {'、'.join(given.measures)}" + ("" if given.window == "bucket" else f"（{given.window}）")
            )
        elif isinstance(given, Values):
            found += [dcc.Link(code, href=f"/indicators/{code}") for code in given.codes]
        elif isinstance(given, Query):
            found.append(f"compute_{given.name}.sql")
    return found


def title(context: Context, ask: Ask) -> str:
    return (
        f"{context.catalogue[ask.code].name.at(context.lang)} · {subject_name(context, ask.subject_kind, ask.subject)}"
    )
