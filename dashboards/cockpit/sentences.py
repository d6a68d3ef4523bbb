"""Three sentences on top: what is wrong now, what changed since yesterday, who must act. Each number is a link."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from core.model import Label, Lang, Status, Value
from dashboards.cockpit import overdue
from dashboards.context import Context
from dashboards.parts.number import measured, written
from dashboards.parts.status import rank
from dashboards.parts.trend import BASES, difference
from dashboards.parts.when import elapsed
from dashboards.reads import moves
from dashboards.reads.vitals import base_values

NOW, CHANGED, DUE = Label("现在", "Now"), Label("昨日以来", "Since yesterday"), Label("待督办", "To supervise")
_NAMED = 3


def sentences(context: Context) -> list[html.P]:
    latest = context.latest(context.catalogue)
    return [_now(context, latest), _changed(context, latest), _due(context)]


def _sentence(head: Label, word: Status, lang: Lang, parts: list[Any]) -> html.P:
    return html.P([html.B(head.at(lang), className=f"say-head {word}"), *parts], className=f"say {word}")


def link(context: Context, value: Value) -> dcc.Link:
    of = context.catalogue[value.indicator]
    text = f"{of.name.at(context.lang)} {measured(value.value, of.unit, of.decimals, context.lang)}"
    return dcc.Link(text, href=f"/indicators/{of.code}")


def _now(context: Context, latest: dict[str, Value]) -> html.P:
    lang = context.lang
    words: dict[Status, list[Value]] = {"alert": [], "watch": [], "stale": [], "good": [], "none": []}
    for value in latest.values():
        words[value.status].append(value)
    alert, watch, stale = words["alert"], words["watch"], words["stale"]
    if alert:
        return _sentence(NOW, "alert", lang, [*_list(context, "alert", alert), *_also(lang, watch, stale)])
    if watch:
        return _sentence(NOW, "watch", lang, [*_list(context, "watch", watch), *_also(lang, [], stale)])
    if stale:
        return _sentence(NOW, "stale", lang, _list(context, "stale", stale))
    if words["good"]:
        return _sentence(NOW, "good", lang, [_calm(len(words["good"]), lang)])
    return _sentence(NOW, "none", lang, ["还没有指标算出数值。" if lang == "zh" else "No indicator has a value yet."])


def _list(context: Context, word: Status, values: list[Value]) -> list[Any]:
    zh = context.lang == "zh"
    bases = base_values(context, {v.indicator: v for v in values[:_NAMED]})
    heads = {
        "alert": ("项异常：", " in alert: "),
        "watch": ("项需关注：", " to watch: "),
        "stale": ("项停报：", " silent: "),
    }
    found: list[Any] = [f"{len(values)} {heads[word][0]}" if zh else f"{len(values)}{heads[word][1]}"]
    for i, value in enumerate(values[:_NAMED]):
        found += [
            ("、" if zh else ", ") if i else "",
            link(context, value),
            _versus(context, value, bases.get(value.indicator)),
        ]
    return [*found, ("等。" if zh else " and more.") if len(values) > _NAMED else "。" if zh else "."]


def _versus(context: Context, value: Value, base: Value | None) -> str:
    of = context.catalogue[value.indicator]
    change = difference(value.value, base.value if base else None, of.unit, of.decimals, context.lang)
    if not change:
        return ""
    said = f"{BASES[value.grain].at(context.lang)} {change}"
    return f"（{said}）" if context.lang == "zh" else f" ({said})"


def _also(lang: Lang, watch: list[Value], stale: list[Value]) -> list[str]:
    zh = [f"{len(v)} 项{w}" for v, w in ((watch, "需关注"), (stale, "停报")) if v]
    en = [f"{len(v)} {w}" for v, w in ((watch, "to watch"), (stale, "silent")) if v]
    if not zh:
        return []
    return ["另有 " + "、".join(zh) + "。"] if lang == "zh" else [" Also " + ", ".join(en) + "."]


def _calm(n: int, lang: Lang) -> str:
    return f"{n} 项指标都在正常范围内。" if lang == "zh" else f"All {n} indicators are within their normal range."


def _changed(context: Context, latest: dict[str, Value]) -> html.P:
    zh = context.lang == "zh"
    found = [m for m in moves.find(context, latest) if m.score >= 1]
    found = [m for m in found if m.now.status != "alert"] or found  # the first sentence names those in alert already
    if not found:
        calm = (
            "与昨日同时相比，没有超出平常幅度的变化。"
            if zh
            else "Nothing moved beyond its usual range since this time yesterday."
        )
        none = "还没有可以与昨日比较的数值。" if zh else "No value can be compared with yesterday yet."
        return _sentence(CHANGED, "good" if latest else "none", context.lang, [calm if latest else none])
    move = min(found[:5], key=lambda m: (rank(m.now.status), -m.score))
    of = context.catalogue[move.now.indicator]
    change = difference(move.now.value, move.base.value, of.unit, of.decimals, context.lang)
    said = f"，{BASES[move.now.grain].at('zh')} {change}" if zh else f", {change} {BASES[move.now.grain].at('en')}"
    why = [p for p in moves.parts(context, move, of.better, of.decimals) if p.change][:2]
    names = "、".join(f"{p.name} {written(p.change, of.decimals, sign=True)}" for p in why)
    tail = (f"，其中 {names}。" if zh else f"; of which {names.replace('、', ', ')}.") if why else ("。" if zh else ".")
    lead = "变化最大：" if zh else "Largest change: "
    return _sentence(CHANGED, move.now.status, context.lang, [lead, link(context, move.now), said + tail])


def _due(context: Context) -> html.P:
    zh = context.lang == "zh"
    late = overdue.read(context)
    if not late and (silent := overdue.silent(context)):
        return _sentence(DUE, "none", context.lang, [f"超期情况未知：{silent}。" if zh else f"Not known: {silent}."])
    if not late:
        return _sentence(DUE, "good", context.lang, ["没有超期工单。" if zh else "No ticket is past its limit."])
    oldest = late[0]
    span = elapsed(context.now() - oldest["due_at"], context.lang)
    number = f"{oldest['late_n']:,} 件工单超期，其中" if zh else f"{oldest['late_n']:,} tickets overdue, "
    top = overdue.departments(context, late)[:2]
    names = ("、" if zh else ", ").join(f"{name} {n} 件" if zh else f"{name} {n}" for name, n in top)
    where = (overdue.place(context, oldest["area_id"]), overdue.category(context, oldest["category"]))
    what = ("，" if zh else ", ").join(p for p in where if p)
    said = f"；{names}；最久已超 {span}（{what}）。" if zh else f"; {names}; the longest by {span} ({what})."
    return _sentence(DUE, "watch", context.lang, [number, overdue.of_hotline(late, zh), said])
