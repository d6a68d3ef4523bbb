"""The layer panel and the chips above the map: what is shown, its legend, how fresh it is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dash import html

from core.model import Label, Lang, Layer

# In the order of the chips; `base` and `incident` have no chip, they are always there or in the panel only.
GROUPS: dict[str, Label] = {
    "water": Label("雨情水情", "Rain and rivers"),
    "hotline": Label("12345 诉求", "12345 tickets"),
    "video": Label("视频事件", "Video"),
    "air": Label("空气质量", "Air"),
    "traffic": Label("路况", "Traffic"),
    "municipal": Label("市政告警", "Municipal"),
}
OTHERS = {"base": Label("底图", "Ground"), "incident": Label("要情", "Incidents")}


def chips(layers: Iterable[Layer], lang: Lang) -> list[Any]:
    known = {one.group for one in layers}
    found = [_chip(key, name, lang) for key, name in GROUPS.items() if key in known]
    more = "＋ 图层" if lang == "zh" else "+ Layers"
    table = "列表" if lang == "zh" else "Table"
    return [
        *found,
        html.Button(
            more,
            type="button",
            className="chip",
            **{"data-act": "panel", "data-of": "layers", "aria-expanded": "false"},
        ),
        html.Button(
            table,
            type="button",
            className="chip",
            **{"data-act": "panel", "data-of": "table", "aria-expanded": "false"},
        ),
    ]


def _chip(key: str, name: Label, lang: Lang) -> html.Button:
    body = [html.I(className="tick", **{"aria-hidden": "true"}), html.Span(name.at(lang)), html.Small(className="num")]
    return html.Button(
        body, type="button", className="chip", **{"data-act": "group", "data-of": key, "aria-pressed": "false"}
    )


def panel(layers: Iterable[Layer], lang: Lang) -> list[Any]:
    by_group: dict[str, list[Layer]] = {}
    for one in layers:
        by_group.setdefault(one.group, []).append(one)
    names = OTHERS | GROUPS
    order = [*OTHERS, *GROUPS, *(g for g in by_group if g not in names)]
    return [_group(names.get(g, Label(g, g)), by_group[g], lang) for g in order if g in by_group]


def _group(name: Label, layers: list[Layer], lang: Lang) -> html.Section:
    return html.Section([html.H3(name.at(lang), className="t3"), *(_row(one, lang) for one in layers)])


def _row(one: Layer, lang: Lang) -> html.Div:
    """The times, counts and keys are written by the page as answers come; their places are here already."""
    facts = [html.Span(className="num", **{"data-count": ""}), html.Span(className="quiet", **{"data-silent": ""}),
             html.Span("—", className="num quiet", **{"data-time": ""})]  # fmt: skip
    name = html.Span(one.name.at(lang))
    switch = (
        html.Span([html.I(className="tick on", **{"aria-hidden": "true"}), name], className="switch fixed")
        if one.id == "districts"
        else html.Button([html.I(className="tick", **{"aria-hidden": "true"}), name], type="button", className="switch",
                         **{"data-act": "layer", "data-of": one.id, "aria-pressed": "false"})
    )  # fmt: skip
    keys = html.Ul([html.Li(k.get(lang, "")) for k in []], className="keys")
    return html.Div(
        [html.Div([switch, html.Span(facts, className="stats")], className="line"), keys],
        className="layer",
        **{"data-row": one.id},
    )
